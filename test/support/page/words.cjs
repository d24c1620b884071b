// Runs in the page: all that it says, as text, as names for screen readers, in titles and in input boxes that can be read.
(() => {
  const named = [...document.querySelectorAll('[aria-label], [title], input, textarea')].map((element) =>
    [element.ariaLabel, element.title, element.type === 'password' ? '' : element.value].join('\n'),
  );
  return [document.body.innerText, ...named].join('\n').replaceAll('\u00a0', ' ');
})();
