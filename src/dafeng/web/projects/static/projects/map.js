/* The map: towns and projects of the page's own data; no tiles from anywhere. */
(() => {
  const frame = document.getElementById("map");
  const still = document.querySelector(".map-still");
  const source = document.getElementById("map-data");
  if (!frame || !source || !window.maplibregl) return;
  const data = JSON.parse(source.textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const show = (live) => { frame.hidden = !live; still.toggleAttribute("hidden", live); };
  maplibregl.setWorkerUrl(frame.dataset.worker);
  show(true);
  let map;
  try {
    const [west, south, east, north] = data.box;
    map = new maplibregl.Map({
      container: frame,
      attributionControl: false,
      bounds: [[west, south], [east, north]],
      fitBoundsOptions: { padding: 24 },
      renderWorldCopies: false,
      style: {
        version: 8,
        sources: {
          towns: { type: "geojson", data: data.towns },
          projects: { type: "geojson", data: data.projects },
        },
        layers: [
          { id: "ground", type: "background", paint: { "background-color": colour("--surface") || "#fff" } },
          { id: "towns", type: "fill", source: "towns", paint: { "fill-color": colour("--wash") || "#eef2f4" } },
          { id: "edges", type: "line", source: "towns", paint: { "line-color": "#78909c", "line-width": 1 } },
          { id: "areas", type: "fill", source: "projects", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#0072b2", "fill-opacity": 0.3 } },
        ],
      },
    });
  } catch (_error) {
    show(false);  // no WebGL here: the still picture and the table stay
    return;
  }
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  const paragraph = (text) => { const p = document.createElement("p"); p.textContent = text; return p; };
  const content = (properties) => {
    const box = document.createElement("div");
    box.className = "map-popup";
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = properties.name;
    const head = document.createElement("p");
    head.append(link);
    box.append(head, ...properties.lines.map(paragraph));
    return box;
  };
  for (const { properties } of data.towns.features) {
    const label = document.createElement("span");
    label.className = "map-label";
    label.lang = "zh-Hans";
    label.textContent = properties.name;
    new maplibregl.Marker({ element: label, anchor: "bottom" }).setLngLat(properties.at).addTo(map);
  }
  let open = null;  // [popup, the pin that opened it]
  const close = () => {
    if (!open) return;
    const [popup, pin] = open;
    open = null;
    popup.remove();
    pin.focus();
  };
  for (const { properties } of data.projects.features) {
    const pin = document.createElement("button");
    pin.type = "button";
    pin.className = `map-pin light-${properties.light}`;
    pin.textContent = properties.shape;
    pin.addEventListener("click", (event) => {
      event.stopPropagation();  // the map would take it for a click beside the popup
      const again = open && open[1] === pin;
      close();
      if (again) return;
      const popup = new maplibregl.Popup({ offset: 14, closeOnClick: false, closeButton: false });
      popup.setLngLat(properties.at).setDOMContent(content(properties)).addTo(map);
      open = [popup, pin];
    });
    new maplibregl.Marker({ element: pin }).setLngLat(properties.at).addTo(map);
    pin.setAttribute("aria-label", [properties.name, ...properties.lines].join(" · "));
  }
  map.on("click", close);
  frame.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
