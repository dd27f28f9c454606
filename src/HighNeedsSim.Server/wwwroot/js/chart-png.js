// Beside every chart that can be taken away as SVG: the same as PNG, drawn by the browser, twice as large as on the screen.
const scale = 2;

for (const link of document.querySelectorAll('a[download][href$=".svg"]')) {
  const png = document.createElement('a');
  png.className = 'govuk-link';
  png.href = link.href;
  png.append('chart (PNG)', ...[...link.querySelectorAll('.govuk-visually-hidden')].map((hidden) => hidden.cloneNode(true)));
  png.addEventListener('click', (event) => {
    event.preventDefault();
    save(link.href);
  });
  link.after(' ', png);
}

async function save(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const file = document.createElement('a');
    file.href = URL.createObjectURL(blob);
    file.download = new URL(address).pathname.split('/').at(-1).replace(/\.svg$/, '.png');
    file.click();
    URL.revokeObjectURL(file.href);
  }, 'image/png');
}
