"""Tables: reading a file or a frame safely, and knowing its columns and their roles."""

from ml_engineer_tools.tables.checks import FileFacts, check_file
from ml_engineer_tools.tables.roles import Roles, check_roles
from ml_engineer_tools.tables.table import ROW, Column, Kind, Table

__all__ = ["ROW", "Column", "FileFacts", "Kind", "Roles", "Table", "check_file", "check_roles"]
