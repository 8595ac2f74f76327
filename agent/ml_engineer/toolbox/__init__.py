"""The toolbox: specs for models, the fence of the workspace, worker processes that measure."""
