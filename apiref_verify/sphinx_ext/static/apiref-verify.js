/* Operations that open and close, and a choice of microversion. Without this script everything is shown. */
(function () {
  "use strict";

  const VERSION_CLASS = /^rp_(min|max)_ver_(\d+)_(\d+)$/;
  const STAYS_VISIBLE = ".apiref-versions, .apiref-keep";
  const MEMORY = "apiref-microversion";

  /* Pages opened from disk may neither change their address nor keep anything. */
  function attempt(action) {
    try {
      return action();
    } catch (error) {
      return null;
    }
  }

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /* Operations */

  function detailsOf(operation) {
    return operation.querySelector(":scope > .apiref-details");
  }

  function titleOf(operation) {
    const heading = operation.querySelector("h1, h2, h3, h4, h5, h6");
    const text = heading ? heading.cloneNode(true) : null;
    text?.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return text ? text.textContent.trim() : operation.id;
  }

  function setOpen(operation, open) {
    const details = detailsOf(operation);
    if (open) {
      details.removeAttribute("hidden");
    } else {
      details.setAttribute("hidden", "until-found");
    }
    operation.querySelector(":scope > .apiref-line > .apiref-toggle").setAttribute("aria-expanded", String(open));
  }

  function isOpen(operation) {
    return !detailsOf(operation).hasAttribute("hidden");
  }

  /* Moves what follows the line of an operation into a part that can be hidden, and adds the button for it. */
  function makeCollapsible(operation) {
    const line = operation.querySelector(":scope > .apiref-line");
    const details = element("div", { class: "apiref-details", id: `${operation.id}-details` });
    let next = line.nextSibling;
    while (next) {
      const node = next;
      next = node.nextSibling;
      if (!(node instanceof Element && node.matches(STAYS_VISIBLE))) {
        details.append(node);
      }
    }
    operation.append(details);
    const title = element("span", { class: "apiref-hidden-label" }, ` of ${titleOf(operation)}`);
    const button = element("button", { type: "button", class: "apiref-toggle", "aria-controls": details.id });
    button.append("Details", title);
    line.append(button);
    button.addEventListener("click", () => setOpen(operation, !isOpen(operation)));
    details.addEventListener("beforematch", () => setOpen(operation, true));
    setOpen(operation, false);
  }

  function openAround(target, operations) {
    const closed = operations.filter((operation) => target && operation.contains(target) && !isOpen(operation));
    closed.forEach((operation) => setOpen(operation, true));
    return closed.length > 0;
  }

  /* Microversions */

  function parsed(text) {
    const match = /^(\d+)\.(\d+)$/.exec(text || "");
    return match ? [Number(match[1]), Number(match[2])] : null;
  }

  function compare(one, other) {
    return one[0] - other[0] || one[1] - other[1];
  }

  function versioned() {
    const found = [];
    for (const node of document.querySelectorAll('[class*="rp_min_ver_"], [class*="rp_max_ver_"]')) {
      const ends = { node, min: null, max: null };
      for (const name of node.classList) {
        const match = VERSION_CLASS.exec(name);
        if (match) {
          ends[match[1]] = [Number(match[2]), Number(match[3])];
        }
      }
      found.push(ends);
    }
    return found;
  }

  function exists(ends, version) {
    return (!ends.min || compare(ends.min, version) <= 0) && (!ends.max || compare(version, ends.max) <= 0);
  }

  function span(first, last) {
    const count = Math.max(last[1] - first[1] + 1, 0);
    return Array.from({ length: count }, (_, number) => `${first[0]}.${first[1] + number}`);
  }

  /* The versions to choose from: as configured, or from just before the first change on the page to the last one. */
  function choices(controls, marked) {
    const first = parsed(controls.dataset.min);
    const last = parsed(controls.dataset.max);
    if (first && last && first[0] === last[0]) {
      return span(first, last);
    }
    const changes = marked.flatMap((ends) => [ends.min, ends.max && [ends.max[0], ends.max[1] + 1]]).filter(Boolean);
    const majors = [...new Set(changes.map((change) => change[0]))].sort((one, other) => one - other);
    return majors.flatMap((major) => {
      const minors = changes.filter((change) => change[0] === major).map((change) => change[1]);
      return span([major, Math.max(Math.min(...minors) - 1, 0)], [major, Math.max(...minors)]);
    });
  }

  function labelOf(version, releases) {
    const release = releases[version];
    return release ? `${version} - ${release.charAt(0).toUpperCase()}${release.slice(1)}` : version;
  }

  function counted(number, singular) {
    return `${number} ${singular}${number === 1 ? "" : "s"}`;
  }

  function show(version, marked, status) {
    const wanted = parsed(version);
    const absent = marked.filter((ends) => wanted && !exists(ends, wanted));
    marked.forEach((ends) => ends.node.classList.toggle("apiref-absent", absent.includes(ends)));
    const operations = absent.filter((ends) => ends.node.matches(".apiref-operation")).length;
    const hidden = `${counted(operations, "operation")} and ${counted(absent.length - operations, "parameter")}`;
    status.textContent = wanted ? `Version ${version}: ${hidden} that it does not have are hidden.` : "";
  }

  function remembered() {
    const asked = new URLSearchParams(location.search).get("microversion");
    return asked ?? attempt(() => sessionStorage.getItem(MEMORY)) ?? "";
  }

  function remember(version) {
    attempt(() => sessionStorage.setItem(MEMORY, version));
    attempt(() => {
      const address = new URL(location.href);
      if (version) {
        address.searchParams.set("microversion", version);
      } else {
        address.searchParams.delete("microversion");
      }
      history.replaceState(history.state, "", address);
    });
  }

  /* Adds the selector; what it returns shows all versions again. */
  function addSelector(controls, marked) {
    const versions = choices(controls, marked);
    if (!versions.length) {
      return () => {};
    }
    const releases = JSON.parse(controls.dataset.releases || "{}");
    const select = element("select", { class: "apiref-select" }, element("option", { value: "" }, "All"));
    versions.forEach((version) => select.append(element("option", { value: version }, labelOf(version, releases))));
    const status = element("span", { class: "apiref-status", role: "status", "aria-live": "polite" });
    controls.append(element("label", { class: "apiref-label" }, "Microversion ", select), status);
    const choose = (version) => {
      select.value = version;
      show(version, marked, status);
      remember(version);
    };
    select.addEventListener("change", () => choose(select.value));
    if (versions.includes(remembered())) {
      choose(remembered());
    }
    return () => choose("");
  }

  function addShowAll(controls, operations) {
    const button = element("button", { type: "button", class: "apiref-all" }, "Show all");
    let all = false;
    button.addEventListener("click", () => {
      all = !all;
      operations.forEach((operation) => setOpen(operation, all));
      button.textContent = all ? "Hide all" : "Show all";
    });
    controls.append(button);
  }

  /* The page */

  function targetOf(hash) {
    return hash.length > 1 ? document.getElementById(attempt(() => decodeURIComponent(hash.slice(1))) || "") : null;
  }

  function start() {
    const operations = [...document.querySelectorAll(".apiref-operation")].filter((operation) =>
      operation.querySelector(":scope > .apiref-line"),
    );
    operations.forEach(makeCollapsible);
    const controls = document.querySelector(".apiref-controls");
    let showAllVersions = () => {};
    if (controls) {
      addShowAll(controls, operations);
      showAllVersions = addSelector(controls, versioned());
      controls.hidden = false;
    }
    const reveal = (target) => {
      if (target?.closest(".apiref-absent")) {
        showAllVersions();
      }
      if (target && openAround(target, operations)) {
        target.scrollIntoView();
      }
    };
    window.addEventListener("hashchange", () => reveal(targetOf(location.hash)));
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
      reveal(link ? targetOf(link.hash) : null);
    });
    /* os-api-ref kept what is open in the address, and such links are about. */
    const expanded = new URLSearchParams(location.search).get("expanded") || "";
    for (const id of expanded.split(",")) {
      openAround(document.getElementById(id.replace(/-detail$/, "")), operations);
    }
    reveal(targetOf(location.hash));
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
