"""What was sent and what the office does with it: confirm, return, withdraw; lock a month; see what each changed."""

from functools import partial

from domain.life import State
from domain.observation import Submission
from ui import app, body, layouts, sources, submissions, writing
from ui.plain import st
from views import submission_life as view

here = app.here()
words = here.words


def effect(submission: Submission) -> None:
    submissions.told(here, submission)
    submissions.effect(here, submission)


def life(submission: Submission) -> None:
    st.subheader(words("submissions.life"), anchor=False)
    submissions.life(here, view.life(app.deployment().store, submission, here.position.as_of))
    st.subheader(words("submissions.chain"), anchor=False)
    submissions.listed(here, view.chain(here.position, submission))


writing.outcome()
submission = submissions.chosen(here)
if submission:
    submissions.facts(here, submission)
    body.show(here, "effect", partial(effect, submission), str(submission.id))
    layouts.of_submission(here, submission, is_open=submission.state == State.AWAITING)
    submissions.act(here, submission)
    body.show(here, "life", partial(life, submission), str(submission.id))
    sources.files(here, [submission])

st.subheader(words("locks.title"), anchor=False)
submissions.locks(here)
