// Every page: switches on what needs JavaScript. Pages work without it.
import { initAll } from '/dist/govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
if (document.querySelector('a[download][href$=".svg"]')) {
  import('/js/chart-png.js');
}
