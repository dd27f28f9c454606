// The wall screen: shows the frames that the server sends. A frame holds all there is to show, so a lost one does no harm, and
// what was shown before is replaced, so that the page is as small after a day as after a minute.

// Silence longer than this, heartbeats included, means that the line is dead and the browser has not noticed.
const SILENT_AT_MOST = 40_000;

const main = document.querySelector('[data-events]');
const bar = document.querySelector('progress');
const line = document.querySelector('[data-line]');
const parser = new DOMParser();

let source = null;
let silent = null;

function show(frame) {
  for (const field of document.querySelectorAll('[data-wall]')) {
    field.textContent = frame[field.dataset.wall];
  }
  bar.value = frame.percent;
  bar.textContent = `${frame.percent}%`;
  const chart = frame.chart ? [document.adoptNode(parser.parseFromString(frame.chart, 'image/svg+xml').documentElement)] : [];
  document.querySelector('[data-chart]').replaceChildren(...chart);
  document.querySelector('[data-figures]').replaceChildren(...frame.figures.map(figure));
  document.querySelector('[data-silos]').replaceChildren(...frame.silos.map(silo => element('li', silo)));
}

function figure({ name, value, range }) {
  const group = element('div');
  group.className = 'app-wall__figure';
  const shown = element('dd');
  shown.append(element('strong', value), ' ', element('span', `8 in 10: ${range}`));
  group.append(element('dt', name), shown);
  return group;
}

function element(name, text = '') {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function heard() {
  line.hidden = true;
  clearTimeout(silent);
  silent = setTimeout(open, SILENT_AT_MOST);
}

// A browser takes up a broken line by itself, except when the server refused it, as a proxy does while the server restarts.
function open() {
  source?.close();
  source = new EventSource(main.dataset.events);
  source.addEventListener('wall', event => {
    heard();
    show(JSON.parse(event.data));
  });
  source.addEventListener('heartbeat', heard);
  source.addEventListener('error', () => {
    line.hidden = false;
    if (source.readyState === EventSource.CLOSED) {
      clearTimeout(silent);
      silent = setTimeout(open, 5_000);
    }
  });
  clearTimeout(silent);
  silent = setTimeout(open, SILENT_AT_MOST);
}

// A page left behind must not hold one of the browser's few connections.
addEventListener('pagehide', () => {
  clearTimeout(silent);
  source?.close();
});
addEventListener('pageshow', event => {
  if (event.persisted) {
    open();
  }
});

open();
