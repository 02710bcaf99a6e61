// Makes the settings pages handier: everything works without it.
for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.firstChild;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      label.data = 'Copied';
    } catch {
      label.data = 'Press Ctrl+C'; // the text is selected
    }
    setTimeout(() => {
      label.data = 'Copy';
    }, 2000);
  });
}

for (const place of document.querySelectorAll('[data-drop]')) {
  const input = document.getElementById(place.dataset.drop);
  place.querySelector('.drop-hint').hidden = false;
  const hover = (isOver) => (event) => {
    event.preventDefault();
    place.classList.toggle('over', isOver);
  };
  place.addEventListener('dragover', hover(true));
  place.addEventListener('dragleave', hover(false));
  place.addEventListener('drop', (event) => {
    hover(false)(event);
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}
