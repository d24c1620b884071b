// Runs in the panel's page: what a screen reader, a keyboard and tired eyes meet there.
(() => {
  const nameOf = (element) =>
    (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() ||
    (element.id && document.querySelector(`label[for="${element.id}"]`)?.textContent) ||
    '';
  const controls = [...document.querySelectorAll('button, textarea, summary, [tabindex="0"]')];
  const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const parse = (color) => {
    const [red, green, blue, alpha = 1] = (color.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => channel(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const over = (top, bottom) => top.rgb.map((value, at) => value * top.alpha + bottom[at] * (1 - top.alpha));
  // The web view itself is clear; what lies under it is the panel's colour.
  const panel = parse(getComputedStyle(document.documentElement).getPropertyValue('--vscode-panel-background') || '');
  const hex = getComputedStyle(document.documentElement).getPropertyValue('--vscode-panel-background').trim();
  const base = /^#[\da-f]{6}/i.test(hex) ? [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) : panel.rgb;
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), base);
  };
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) =>
      visible(element) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''),
  );
  const faint = texts.flatMap((element) => {
    const under = behind(element);
    const ink = over(parse(getComputedStyle(element).color), under);
    const [light, dark] = [luminance(ink), luminance(under)].sort((left, right) => right - left);
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < 4.5
      ? [`${contrast.toFixed(2)} ${element.className || element.tagName}: ${element.textContent.slice(0, 40)}`]
      : [];
  });
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return {
    unnamed: controls
      .filter((element) => visible(element) && nameOf(element) === '')
      .map((element) => element.outerHTML),
    headings: [...document.querySelectorAll('h1, h2, h3, h4')]
      .filter(visible)
      .map((element) => Number(element.tagName[1])),
    mains: document.querySelectorAll('main').length,
    doubleIds: ids.filter((id, at) => ids.indexOf(id) !== at),
    foreign: document.querySelectorAll('img, iframe, object, embed, link:not([rel=stylesheet]), [onclick]').length,
    scrollWidth: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
    faint,
    focus: document.activeElement?.id ?? '',
  };
})();
