"""Checks whose verdict goes by what a request was meant to be, and by the status of its answer."""

from __future__ import annotations

from typing import Final

__all__ = ["BY_STATUS"]

BY_STATUS: Final = {
    "negative_data_rejection": "Expected wrong data to be refused",
    "positive_data_acceptance": "Expected a request that the contract allows to be accepted",
    "form_accepted": "Expected a request that the schemas accept to pass",
    "missing_required_header": "Expected a request without a required header to be refused",
    "unsupported_method": "Expected 405 with the header Allow for a method that the path does not have",
    "ignored_auth": "Expected 401 or 403 without a valid key",
    "use_after_free": "Expected 404 for what was deleted",
    "ensure_resource_availability": "Expected what was created to be there",
    "object_level_authorization": "Expected what somebody else created to be out of reach",
}
"""Check -> what it expects, of checks that know how a request was made: its bytes do not tell that. So the same answer to the
same request is the same finding."""
