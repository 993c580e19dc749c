"""A department's month: get the template, upload it filled in, see what it would change, accept, get the receipt."""

from ui import acceptance, app, controls, doubts, guide, intake, layouts, panels, uploader
from ui.plain import st

here = app.here()
words = here.words

department, period = controls.owner(here)
intake.template(here, department, period)

st.subheader(words("submit.upload"), anchor=False)
upload = uploader.upload(here, department, period)

if upload:
    drafts = intake.read(here, upload)
    problems = intake.problems(drafts)
    guide.finding(here, drafts, problems)
    doubts.questions(here, upload, drafts)
    intake.marked_copy(here, upload, drafts)
    panels.problems(here, problems)
    if acceptance.may_be_accepted(drafts):
        read_so = layouts.question(here, upload, drafts)
        preview = acceptance.preview(here, drafts)
        st.subheader(words("submit.figures"), anchor=False)
        panels.figure_changes(here, preview.figures)
        st.subheader(words("submit.lights"), anchor=False)
        panels.changes(here, preview.statuses, "submit.no_lights")
        acceptance.accept(here, upload, drafts, preview, read_so=read_so)
else:
    guide.how_to_submit(here)

doubts.to_rules(here)
