"""What is handed in on the page, or kept from an earlier visit: one file, or several of which one is looked at."""

from __future__ import annotations

from domain.period import Period
from domain.plan import Department
from loaders import batch
from loaders.guard import printable
from loaders.owners.owner import ANYBODY, Expected
from ui import app, intake, kept, receipts, several, writing
from ui.app import Here
from ui.intake import Upload
from ui.plain import st


def upload(here: Here, department: Department, period: Period) -> Upload | None:
    """The file to look at; None while there is none. What was done last is told above it.

    Of a single one it was said whose and which month it is, unless it is to say so itself: a file of many months.
    """
    most = app.deployment().settings.reading.max_file_mb
    largest = int(st.get_option("server.maxUploadSize"))  # an archive may be larger than a sheet in it
    given = st.file_uploader(
        here.words("submit.choose", limit=most, archive=largest),
        accept_multiple_files=True,
        max_upload_size=largest,
        key=f"upload:{intake.upload_round()}",
    )
    as_written = st.checkbox(here.words("submit.as_written"), key=f"as-written:{intake.upload_round()}")
    expected = ANYBODY if as_written else Expected(department.id, period)
    files = [(printable(file.name), file.getvalue()) for file in given]
    if files:
        kept.keep(here, files)
    else:
        files = kept.found(here)
    writing.outcome()
    receipts.show(here)
    st.session_state[intake.SEVERAL] = len(files) > 1 or any(batch.is_archive(name) for name, _ in files)
    if st.session_state[intake.SEVERAL]:
        return several.chosen(here, files)
    return Upload(*files[0], expected) if files else None
