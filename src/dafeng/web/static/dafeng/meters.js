"use strict";
// The zoom of a meter: draws the points that the server chose for the width of the box,
// and asks for finer ones when somebody looks closer.  Times are of China, drawn as UTC.
const zoom = (box) => {
  const DAY = 86400000;
  const words = box.dataset;
  const flags = words.wordsFlags.split("|");
  const told = document.querySelector("[data-meter-told]");
  const whole = [Date.parse(words.from), Date.parse(words.to) + DAY];
  let [shown, chart, asking, waiting] = [whole, null, null, 0];
  let data = null;

  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const named = (bits) => flags.filter((_word, bit) => bits & (1 << bit)).join("、");
  const pairs = (line) => line.t.map((t, at) => [t, line.v[at]]);
  const option = () => ({
    animation: false,
    useUTC: true,
    backgroundColor: "transparent",
    aria: { enabled: true },
    legend: { top: 0, right: 0, textStyle: { color: ink("--ink-soft") } },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true,
      formatter: (rows) => [echarts.time.format(rows[0].axisValue, "{yyyy}-{MM}-{dd} {HH}:{mm}", true), ...rows.map((row) => `${row.seriesName} ${row.value[1] ?? "--"}${row.value[2] ? ` ${named(row.value[2])}` : ""}`)].join("\n"),
    },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    grid: [{ left: 72, right: 16, top: box.clientWidth < 480 ? 58 : 36, height: box.clientWidth < 480 ? "30%" : "34%" }, { left: 72, right: 16, top: "52%", height: "32%" }],
    xAxis: [0, 1].map((gridIndex) => ({ type: "time", gridIndex, min: whole[0], max: whole[1], axisLabel: { color: ink("--ink-soft"), hideOverlap: true, show: gridIndex === 1 } })),
    yAxis: [0, 1].map((gridIndex) => ({ type: "value", gridIndex, scale: gridIndex === 0, axisLabel: { color: ink("--ink-soft") }, splitLine: { lineStyle: { color: ink("--line") } } })),
    dataZoom: [
      { type: "inside", xAxisIndex: [0, 1], filterMode: "none", startValue: shown[0], endValue: shown[1], minValueSpan: 6 * 3600000 },
      { type: "slider", xAxisIndex: [0, 1], filterMode: "none", showDataShadow: false, bottom: 4, height: 22, startValue: shown[0], endValue: shown[1] },
    ],
    series: series(),
  });
  const line = (name, color, at, rows, more) => ({ type: "line", name, xAxisIndex: at, yAxisIndex: at, symbol: "none", connectNulls: false, lineStyle: { color, width: 1.5 }, itemStyle: { color }, data: rows, ...more });
  const series = () => data === null ? [] : [
    line(words.wordsRaw, "#56B4E9", 0, pairs(data.raw)),
    line(words.wordsUsed, "#0072B2", 0, pairs(data.used)),
    { type: "scatter", name: words.wordsMarked, xAxisIndex: 0, yAxisIndex: 0, symbol: "triangle", symbolSize: 9, itemStyle: { color: "#D55E00" }, data: data.marked },
    line(words.wordsHours, "#009E73", 1, pairs(data.hours)),
    line(words.wordsEstimated, "#E69F00", 1, pairs(data.estimated), { symbol: "circle", symbolSize: 4, lineStyle: { color: "#E69F00", width: 2.5 } }),
  ];
  const say = () => {
    told.textContent = told.dataset.wordsTold.replace("{readings}", data.readings.toLocaleString()).replace("{unknown}", data.unknown.toLocaleString());
  };
  const draw = () => {
    chart?.dispose();
    chart = echarts.init(box, document.documentElement.dataset.bsTheme === "dark" ? "dark" : null, { renderer: "canvas" });
    chart.setOption(option());
    chart.on("datazoom", () => {
      const { startValue, endValue } = chart.getOption().dataZoom[0];
      shown = [startValue, endValue];
      clearTimeout(waiting);
      waiting = setTimeout(ask, 120);
    });
  };
  // A whole day on either side, so that a small move shows something at once.
  const text = (moment) => new Date(moment).toISOString().slice(0, 10);
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const from = text(Math.max(shown[0] - DAY, whole[0]));
    const to = text(Math.min(shown[1] + DAY, whole[1] - 1));
    try {
      const answer = await fetch(`${words.meterSeries}?from=${from}&to=${to}&columns=${Math.round(box.clientWidth)}`, { signal: asking.signal, headers: { accept: "application/json" } });
      if (!answer.ok) return;
      data = await answer.json();
    } catch (error) {
      if (error.name === "AbortError") return;
      throw error;
    }
    say();
    chart.setOption({ series: series() }, { replaceMerge: ["series"] });
  };
  const move = (begin, end) => chart.dispatchAction({ type: "dataZoom", startValue: Math.max(begin, whole[0]), endValue: Math.min(end, whole[1]) });
  box.addEventListener("keydown", (event) => {
    const span = shown[1] - shown[0];
    const steps = {
      ArrowLeft: () => move(shown[0] - Math.min(span / 4, shown[0] - whole[0]), shown[1] - Math.min(span / 4, shown[0] - whole[0])),
      ArrowRight: () => move(shown[0] + Math.min(span / 4, whole[1] - shown[1]), shown[1] + Math.min(span / 4, whole[1] - shown[1])),
      "+": () => move(shown[0] + span / 4, shown[1] - span / 4),
      "=": () => move(shown[0] + span / 4, shown[1] - span / 4),
      "-": () => move(shown[0] - span / 2, shown[1] + span / 2),
      Home: () => move(whole[0], whole[1]),
    };
    if (!steps[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    steps[event.key]();
  });
  draw();
  ask();
  document.addEventListener("dafeng:theme", draw);
  const paper = matchMedia("print");
  new ResizeObserver(() => { if (!paper.matches) chart.resize(); }).observe(box);
};
document.querySelectorAll("[data-meter-series]").forEach(zoom);
