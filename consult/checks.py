"""What an operator is told about the machine."""

import ctypes

from django.core.checks import Warning, register

from .log_keys import signing_key

#: What WeasyPrint draws with: the file of each library, and Debian's package of it
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@register(deploy=True)
def log_is_signed(app_configs, **kwargs) -> list[Warning]:
    """A log whose checkpoints nobody signs can be rewritten by whoever runs the site."""
    if signing_key() is not None:
        return []
    hint = "Set LOG_SIGNING_KEY to 32 random bytes in base 64 (openssl rand -base64 32); see docs/operator.md, The log."
    return [Warning("Checkpoints of the log are not signed.", hint=hint, id="rabfang.W002")]


@register
def paper(app_configs, **kwargs) -> list[Warning]:
    """Without these libraries results are read as pages and as Word files, and not as PDF."""
    missing = [package for library, package in LIBRARIES.items() if not _is_there(library)]
    if not missing:
        return []
    hint = f"apt-get install {' '.join(missing)}"
    return [Warning("Results of hearings cannot be made as PDF files on this machine.", hint=hint, id="rabfang.W001")]
