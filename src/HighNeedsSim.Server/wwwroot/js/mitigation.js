// The page of a mitigation: asks again as its figures move, and shows what comes back. The server draws and words everything; without this
// script the same form is sent by its button.

// A slider is answered at once, and as often as the server takes questions; typing when it rests.
const SPACING = 100;
const TYPING = 250;
const SPEAK_AFTER = 1_500;
const PATIENCE = 30_000;

const form = document.querySelector('[data-desk]');
const spoken = document.querySelector('[data-spoken]');
const parser = new DOMParser();

let asking = false;
let moved = false;
let asked = -SPACING;
let waiting = null;
let speaking = null;

function address() {
  return `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`;
}

// One question at a time: what moves meanwhile is asked when the answer is there, the newest only.
async function ask() {
  if (asking) {
    moved = true;
    return;
  }

  const question = address();
  let again = null;
  [asking, moved, asked] = [true, false, performance.now()];
  try {
    const answer = await fetch(question, { signal: AbortSignal.timeout(PATIENCE), headers: { Accept: 'text/html' } });
    if (answer.status === 429) {
      again = 1_000;
    } else if (answer.ok) {
      show(parser.parseFromString(await answer.text(), 'text/html'), question);
    }
  } catch {
    again = 5_000;
  }

  asking = false;
  if (moved || again !== null) {
    later(again ?? 0);
  }
}

function show(page, question) {
  for (const part of document.querySelectorAll('[data-part]')) {
    part.replaceChildren(...document.adoptNode(page.querySelector(`[data-part="${part.dataset.part}"]`)).childNodes);
  }
  document.title = page.title;
  mark(page);
  history.replaceState(null, '', question);
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    spoken.textContent = [...document.querySelectorAll('.app-desk__means li, .govuk-error-summary__list li')].map(line => line.textContent).join(' ');
  }, SPEAK_AFTER);
}

// Mistakes stand at their fields too. The fields themselves stay as they are: somebody is typing in one of them.
function mark(page) {
  for (const field of form.querySelectorAll('input[id]')) {
    const group = field.closest('.govuk-form-group');
    const error = page.getElementById(`${field.id}-error`);
    document.getElementById(`${field.id}-error`)?.remove();
    group?.classList.toggle('govuk-form-group--error', error !== null);
    if (error) {
      field.closest('.app-desk__number')?.before(document.adoptNode(error));
    }
    const described = page.getElementById(field.id)?.getAttribute('aria-describedby');
    if (described) {
      field.setAttribute('aria-describedby', described.trim());
    }
  }
}

function later(after) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, Math.max(after, asked + SPACING - performance.now(), 0));
}

form.addEventListener('input', event => {
  const slider = event.target.dataset.slider;
  if (slider) {
    const number = document.getElementById(slider);
    number.value = number.value.includes(',') || event.target.max >= 10_000 ? Number(event.target.value).toLocaleString('en-GB') : event.target.value;
  } else {
    const beside = form.querySelector(`[data-slider="${CSS.escape(event.target.id)}"]`);
    if (beside) {
      beside.value = event.target.value.replaceAll(',', '');
    }
  }
  later(event.target.type === 'text' ? TYPING : 0);
});
