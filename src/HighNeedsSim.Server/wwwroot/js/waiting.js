// A page that waits for an answer: looks whether it is ready, and shows it then. Without this script a link does the same.

const EVERY = 2_000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (answer.ok && !(await answer.text()).includes('data-working')) {
      location.reload();
      return;
    }
  } catch {
    // The server may be starting again: it is asked once more.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
