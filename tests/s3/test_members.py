"""No member of an input is passed over in silence: each has a place in the service's source, or a
line in its README that says why it has no effect.

The model is botocore's; what the sources name is looked for by the member's name, as text or as the
accessor that is generated for it. That a member is named does not prove that it acts: that is for
the tests of its operation.
"""

import pathlib
import re

import botocore.session
import pytest

SERVICES = pathlib.Path(__file__).parents[2] / "services"
# Modules of S3 that S3 Control hands its inputs to as they are.
STEPS = ["access_point_steps", "multi_region_steps", "batch_list", "batch_copy"]


def sources(service):
    folder = SERVICES / f"svc-{service}" / "src"
    files = [path for path in folder.rglob("*.rs")
             if path.name != "api.rs" and "tests" not in path.parts]
    if service == "s3control":
        files += [SERVICES / "svc-s3" / "src" / f"{name}.rs" for name in STEPS]
    return "\n".join(path.read_text() for path in files)


def accessor(member):
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", member)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", words).lower()


def is_named(member, text, flat):
    plain = accessor(member)
    return (f'"{member}"' in text or re.search(rf"(\.|::){plain}_?\b", text)
            or re.search(rf"(\.|::){plain.replace('_', '')}\b", flat))


def members(shape, path, above):
    """(path, name) of everything in an input."""
    if shape.type_name == "list":
        yield from members(shape.member, path, above)
    elif shape.type_name == "map":
        yield from members(shape.value, path, above)
    elif shape.type_name == "structure" and shape.name not in above:
        for name, member in shape.members.items():
            yield (*path, name), name
            yield from members(member, (*path, name), above | {shape.name})


def excused(service):
    """The paths that the README's table names, if it has one."""
    readme = (SERVICES / f"svc-{service}" / "README.md").read_text()
    _, _, table = readme.partition("## Members that have no effect")
    table = table.partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    return {path for row in rows for path in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("service, least", [
    ("s3", 1000), ("s3control", 300), ("dynamodb", 1000), ("dynamodbstreams", 16), ("sns", 100),
    ("sqs", 90), ("events", 300)])
def test_every_member_has_a_place(service, least):
    model = botocore.session.get_session().get_service_model(service)
    text = sources(service)
    flat = text.replace("_", "")
    known = excused(service)
    lines = (SERVICES / f"svc-{service}" / "operations.txt").read_text().splitlines()
    operations = [line for line in lines if line and not line.startswith("#")]
    missing, seen = set(), 0
    for operation in operations:
        shape = model.operation_model(operation).input_shape
        for path, name in members(shape, (), frozenset()) if shape else ():
            seen += 1
            above = {".".join(path[start:end]) for start in range(len(path))
                     for end in range(start + 1, len(path) + 1)}
            if not is_named(name, text, flat) and not above & known:
                missing.add(f"{operation}: {'.'.join(path)}")
    assert seen >= least
    assert not missing, sorted(missing)
