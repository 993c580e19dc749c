"""Files made when a button is pressed stay until the browser has had time to fetch them.

Streamlit knows such a file as nobody's, so the second run to end after it was made, of whichever reader, took it away:
with many readers before the browser had asked for it, and the download failed.
"""

from __future__ import annotations

import time

from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind

LASTS = 60  # seconds; after them the next run to end takes the file away


class LastingFile(MediaFileMetadata):
    def __init__(self, kind: MediaFileKind = MediaFileKind.MEDIA) -> None:
        super().__init__(kind)
        self._until = time.monotonic() + LASTS

    @property
    def is_marked_for_delete(self) -> bool:
        return super().is_marked_for_delete and time.monotonic() > self._until


def keep_a_while() -> None:
    """From now on; asked for once, when the server starts."""
    media_file_manager.MediaFileMetadata = LastingFile
