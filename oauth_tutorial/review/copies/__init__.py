"""The review's own copy of an app: as a process, or loaded into this one."""
