"""What was sent and what the office does with it: confirm, return, withdraw; lock a month; see what each changed."""

from domain.life import State
from ui import app, layouts, sources, submissions, writing
from ui.plain import st
from views import submission_life as view

here = app.here()
words = here.words

writing.outcome()
submission = submissions.chosen(here)
if submission:
    submissions.facts(here, submission)
    submissions.told(here, submission)
    layouts.of_submission(here, submission, is_open=submission.state == State.AWAITING)
    submissions.effect(here, submission)
    submissions.act(here, submission)
    st.subheader(words("submissions.life"), anchor=False)
    submissions.life(here, view.life(app.deployment().store, submission, here.position.as_of))
    st.subheader(words("submissions.chain"), anchor=False)
    submissions.listed(here, view.chain(here.position, submission))
    sources.files(here, [submission])

st.subheader(words("locks.title"), anchor=False)
submissions.locks(here)
