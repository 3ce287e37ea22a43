"""The controls of a Nephele world: its clock, faults, snapshots, bill and traces.

    from nephele import World

    world = World("http://localhost:4566")
    world.clock.freeze()
    world.snapshots.save("before")
    with world.faults.add("throttle", service="sqs", percent=50):
        ...
    world.clock.advance("15m")
    world.snapshots.load("before")

Nothing but the standard library is needed. The endpoints are described in docs/openapi.yaml.
"""

from nephele.world import Clock, Fault, Faults, Refused, Snapshots, World

__all__ = ["Clock", "Fault", "Faults", "Refused", "Snapshots", "World"]
