"""What people wrote reaches its readers in their language, by a process beside the server (docs/decisions.md).

`desk` takes wishes from anywhere and never waits; `loop` works them off, one turn after another: `asking` finds out
what its readers need, `line` holds the process, `storing` keeps what it answers and tells the readers. `worker` is the
process itself. `shown` is what screens are told, `correcting` what people do better than the machine.
"""
