// The page of a run under way: shows the frames that the server sends, and the result when the run has ended.
// A frame holds everything that changes, so a lost one does no harm.

const SPEAK_AT_MOST_EVERY = 15_000;

const page = document.querySelector('[data-events]');
const bar = page.querySelector('progress');
const spoken = page.querySelector('[role="status"]');
const pause = page.querySelector('[data-pause]');
const fields = page.querySelectorAll('[data-live]');
const waiting = page.querySelector('[data-waiting]');
const picture = page.querySelector('[data-picture]');
const parser = new DOMParser();

let source = null;
// The first words come after a while: whoever opens the page hears the page first.
let lastSpoken = Date.now();

function show(frame) {
  for (const field of fields) {
    field.textContent = frame[field.dataset.live];
  }
  bar.value = frame.percent;
  bar.textContent = `${frame.percent}%`;
  if (frame.picture) {
    draw(frame.picture);
  }

  if (Date.now() - lastSpoken >= SPEAK_AT_MOST_EVERY) {
    lastSpoken = Date.now();
    spoken.textContent = `${frame.percent}% done. Time left: ${frame.left}.`;
  }
  if (frame.ended) {
    close();
    pause.hidden = true;
    spoken.textContent = `${frame.state}. The page will show the result.`;
    location.reload();
  }
}

// Chart and table are replaced whole; what holds them stays, so that the focus and the place scrolled to stay too.
function draw(found) {
  picture.querySelector('[data-title]').textContent = found.title;
  picture.querySelector('[data-caption]').textContent = found.caption;
  for (const place of picture.querySelectorAll('[data-drawing]')) {
    const drawing = parser.parseFromString(found[place.dataset.drawing], 'image/svg+xml');
    place.replaceChildren(document.adoptNode(drawing.documentElement));
  }
  const table = parser.parseFromString(found.table, 'text/html');
  picture.querySelector('[data-table]').replaceChildren(...table.body.childNodes);
  waiting.hidden = true;
  picture.hidden = false;
}

function open() {
  source = new EventSource(page.dataset.events);
  source.addEventListener('progress', event => show(JSON.parse(event.data)));
}

function close() {
  source?.close();
  source = null;
}

pause.addEventListener('click', () => {
  if (source) {
    close();
    pause.textContent = 'Resume live updates';
  } else {
    open();
    pause.textContent = 'Pause live updates';
  }
});

// A page left behind must not hold one of the browser's few connections.
let resume = false;
addEventListener('pagehide', () => {
  resume = source !== null;
  close();
});
addEventListener('pageshow', event => {
  if (event.persisted && resume) {
    open();
  }
});

open();
