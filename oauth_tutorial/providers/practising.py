"""The practice service with a provider's personality; only one that we started is restarted."""

from oauth_tutorial import practice
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.presets import Preset

_ours: PhotoBox | None = None


def play(preset: Preset) -> PhotoBox:
    """Return a practice service that plays a provider.

    A running one is stopped for it only if it was started here: another may be in use.

    Args:
        preset: The provider.

    Raises:
        InvalidArgument: When somebody else's service runs, as another provider or as itself.
    """
    global _ours
    running = practice.running()
    if running is not None and running.personality != preset.slug:
        if running is not _ours:
            raise InvalidArgument(
                f"The practice service is already running as {running.personality or 'PhotoBox'}, "
                f"and {preset.name} was asked for.",
                hint="Stop that one first: practice.start().stop()",
            )
        running.stop()
    if running is not None and running.personality == preset.slug:
        return running
    _ours = practice.start(personality=preset.slug, redirect="lenient")
    return _ours
