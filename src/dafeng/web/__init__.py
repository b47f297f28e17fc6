"""The people's rooms: ``core``, and one app per room with a workflow."""
