"""What the profile can be asked."""

from __future__ import annotations

from pydantic import Field

from ml_engineer_tools.request import ColumnName, RolesRequest


class ProfileRequest(RolesRequest):
    """Describe one table: types, missing values, duplicates, constants, keys, class balance."""

    key: ColumnName | None = Field(
        None, description="The column that is said to name each row uniquely."
    )
    by: ColumnName | None = Field(
        None, description="Tell the target's share or mean, and means of numbers, by its levels."
    )
