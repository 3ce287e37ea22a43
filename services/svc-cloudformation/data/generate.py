"""Writes schemas.txt: what AWS's resource provider schemas say of the types in types.txt.

    pip install cfn-lint && python generate.py > schemas.txt

The schemas come with the PyPI package cfn-lint (MIT-0), which takes them from AWS's registry. A
type is a block of lines:

    AWS::SQS::Queue              its name
    create-only QueueName        properties whose change replaces the resource
    read-only QueueUrl           attributes, no properties
    id QueueUrl                  the primary identifier
    = DelaySeconds i, Name! s    properties; `!` marks the required ones
    Tag = Key! s, Value! s       a definition of its own

Types: s string, i integer, n number, b boolean, j anything; [t] a list, {t} a map, or the name of a
definition.
"""

import json
import pathlib
import re
import sys

import cfnlint

SCHEMAS = pathlib.Path(cfnlint.__file__).parent / "data" / "schemas"
SCALARS = {"string": "s", "integer": "i", "number": "n", "boolean": "b"}


def names(schema, key):
    return [path.removeprefix("/properties/") for path in schema.get(key, [])]


class Type:
    def __init__(self, schema):
        self.schema = schema
        self.definitions = {}

    def of(self, node, hint, depth=0):
        if depth > 12:
            return "j"
        if "$ref" in node:
            name = node["$ref"].rsplit("/", 1)[1]
            target = self.schema.get("definitions", {}).get(name)
            if node["$ref"].startswith("#/properties/"):
                target = self.schema["properties"].get(name)
            if target is None:
                return "j"
            return self.named(target, name, depth)
        kind = node.get("type")
        if isinstance(kind, list):
            scalars = [SCALARS[it] for it in kind if it in SCALARS]
            return "s" if len(scalars) == len(kind) and scalars else "j"
        if kind in SCALARS:
            return SCALARS[kind]
        if kind == "array":
            return "[" + self.of(node.get("items", {}), hint + "Item", depth + 1) + "]"
        return self.named(node, hint, depth)

    def named(self, node, name, depth):
        name = re.sub(r"\W", "", name)
        if "properties" in node and node["properties"]:
            if name not in self.definitions:
                self.definitions[name] = None
                self.definitions[name] = self.members(node, name, depth)
            return name
        if node.get("type") not in (None, "object"):
            return self.of(node, name, depth + 1)
        patterns = list(node.get("patternProperties", {}).values())
        if len(patterns) == 1:
            return "{" + self.of(patterns[0], name + "Value", depth + 1) + "}"
        return "j"

    def members(self, node, path, depth):
        out = []
        for name, member in node["properties"].items():
            mark = "!" if name in node.get("required", []) else ""
            out.append(f"{name}{mark} {self.of(member, path + name, depth + 1)}")
        return ", ".join(out)


def main():
    here = pathlib.Path(__file__).parent
    table = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text())
    wanted = re.findall(r"^(AWS::\S+)$", (here / "types.txt").read_text(), re.M)
    for name in sorted(set(wanted)):
        if name not in table:
            print(f"{name} is in no schema", file=sys.stderr)
            continue
        schema = json.loads((SCHEMAS / "resources" / f"{table[name]}.json").read_text())
        one = Type(schema)
        read_only = set(names(schema, "readOnlyProperties"))
        node = dict(schema)
        node["properties"] = {
            key: value for key, value in schema["properties"].items() if key not in read_only
        }
        members = one.members(node, "", 0)
        print(name)
        create_only = sorted({it.split("/")[0] for it in names(schema, "createOnlyProperties")
                              if "/" not in it})
        for key, values in (
            ("create-only", create_only),
            ("read-only", sorted(it for it in read_only if "/" not in it)),
            ("id", names(schema, "primaryIdentifier")),
        ):
            if values:
                print(key, " ".join(values))
        print("=", members)
        for definition, text in sorted(one.definitions.items()):
            print(f"{definition} = {text}")
        print()


main()
