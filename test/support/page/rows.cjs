// Runs in the page: the sidebar's rows that are scrolled into view.
[...document.querySelectorAll('.pane [role=treeitem]')].map((item) => ({
  level: Number(item.getAttribute('aria-level') ?? '1'),
  label: item.querySelector('.label-name')?.textContent ?? '',
  description: item.querySelector('.label-description')?.textContent ?? '',
}));
