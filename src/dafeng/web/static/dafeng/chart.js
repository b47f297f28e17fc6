"use strict";
// Draws the ECharts options that the server wrote as JSON; follows size and theme; saves
// the picture with its title, source and mark, as SVG or PNG, its table as CSV.
const show = (box) => {
  if (box.dataset.drawn) return;
  box.dataset.drawn = "1";
  const written = document.getElementById(box.dataset.chart).textContent;
  // Colours may be tokens of the style sheet, var(--ink-soft).  Tooltips are rich text:
  // those of HTML would need inline styles.
  const optionFor = (theme) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.dataset.bsTheme = theme;
    const style = getComputedStyle(probe);
    const option = JSON.parse(written.replace(/var\((--[\w-]+)\)/g, (_all, name) => style.getPropertyValue(name).trim()));
    probe.remove();
    return { ...option, animation: false, backgroundColor: "transparent", tooltip: { ...option.tooltip, renderMode: "richText", confine: true } };
  };
  let chart = null;
  const draw = () => {
    if (!box.isConnected) return; // another answer took its place
    const theme = document.documentElement.dataset.bsTheme;
    chart?.dispose();
    chart = echarts.init(box, theme === "dark" ? "dark" : null, { renderer: "svg" });
    chart.setOption(optionFor(theme));
    frame();
  };
  const frame = () => box.querySelector("svg")?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  draw();
  // Paper shrinks the picture as a whole: the box keeps the measures of the screen.
  const paper = matchMedia("print");
  new ResizeObserver(() => {
    if (paper.matches) return;
    chart.resize();
    frame();
  }).observe(box);
  document.addEventListener("dafeng:theme", draw);

  const figure = box.closest("figure");
  const save = figure.querySelector("[data-chart-save]");
  const line = (selector, y, style) => {
    const words = new Option(figure.querySelector(selector)?.textContent.trim() ?? "").innerHTML;
    return `<text x="12" y="${y}" font-family="sans-serif" ${style}>${words}</text>`;
  };
  const picture = () => {
    const [width, height] = [box.clientWidth, box.clientHeight];
    const copy = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    copy.setOption(optionFor("light"));
    const inner = copy.renderToSVGString().replace("<svg", '<svg y="56"');
    copy.dispose();
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + 84}"><rect width="100%" height="100%" fill="#fff"/>`
      + line(".chart-head h2", 24, 'font-size="16" font-weight="600"') + line(".chart-head p", 44, 'font-size="12" fill="#56616d"')
      + inner + line(".chart-source", height + 74, 'font-size="12" fill="#56616d"') + "</svg>";
  };
  // As the server's own CSV: a mark for spreadsheets, no cell that runs as a formula.
  const cell = (text) => {
    const plain = text === "--" ? "" : /^[-+]?[\d,.]+$/.test(text) ? text.replaceAll(",", "") : text.replace(/^(?=[=+\-@])/, "'");
    return `"${plain.replaceAll('"', '""')}"`;
  };
  const table = () => {
    const rows = [...figure.querySelectorAll("[data-chart-table] tr")].map((row) => [...row.cells].map((one) => cell(one.textContent.trim().replaceAll("\u2212", "-"))).join(","));
    const mark = figure.querySelector(".chart-source").textContent.trim();
    return `\ufeff${[cell(figure.querySelector(".chart-head h2").textContent.trim()), cell(mark), ...rows].join("\r\n")}\r\n`;
  };
  const give = (href, type) => Object.assign(document.createElement("a"), { href, download: `${box.dataset.chart}.${type}` }).click();
  save?.removeAttribute("hidden");
  save?.addEventListener("click", (event) => {
    const type = event.target.dataset.save;
    if (!type) return;
    event.preventDefault();
    if (type === "csv") { give(`data:text/csv;charset=utf-8,${encodeURIComponent(table())}`, type); return; }
    const image = new Image();
    const vector = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture())}`;
    if (type === "svg") { give(vector, type); return; }
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      give(canvas.toDataURL("image/png"), type);
    };
    image.src = vector;
  });
};
document.querySelectorAll("[data-chart]").forEach(show);
document.body.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll("[data-chart]").forEach(show));
