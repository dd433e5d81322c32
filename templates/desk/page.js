(() => {
  const lines = [...document.querySelectorAll('details[data-unit]')];
  const filters = [...document.querySelectorAll('[data-filter]')];
  const read = () => new URLSearchParams(location.hash.slice(1));
  const show = () => {
    const wanted = read();
    for (const own of filters) own.value = wanted.get(own.dataset.filter) || '';
    const text = (wanted.get('q') || '').toLowerCase();
    for (const line of lines) {
      const fits = ['department', 'reviewer', 'status', 'verdict'].every(
        (name) => !wanted.get(name) || line.dataset[name] === wanted.get(name));
      line.hidden = !fits || (text !== '' && !line.textContent.toLowerCase().includes(text));
    }
    for (const tile of document.querySelectorAll('.tiles button')) {
      const [name, value] = tile.dataset.set.split('=');
      tile.setAttribute('aria-pressed', String(name !== '' && wanted.get(name) === value));
    }
  };
  const set = (name, value) => {
    const wanted = read();
    if (value) wanted.set(name, value); else wanted.delete(name);
    location.hash = wanted.toString();
  };
  for (const own of filters) own.addEventListener('input', () => set(own.dataset.filter, own.value));
  for (const tile of document.querySelectorAll('.tiles button')) {
    tile.addEventListener('click', () => {
      const [name, value] = tile.dataset.set.split('=');
      if (name === '') { location.hash = ''; return; }
      set(name, read().get(name) === value ? '' : value);
    });
  }
  addEventListener('hashchange', show);
  show();
})();
