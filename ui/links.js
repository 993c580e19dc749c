// Keeps links to pages of the product in the connection that is open: the address changes as if the link had been
// followed, and Streamlit runs the page in the session that is there. Followed plainly, each would load the whole
// application anew. Called with the names of the pages.
function stayInside(pages) {
  const HOLD = 500; // ms after a change of page, and after the run that draws it, in which Streamlit scrolls by itself
  const SETTLED = 300; // ms between looks whether the new page stands
  const scroller = () => document.querySelector('[data-testid="stMain"]');
  const isConnected = () => document.querySelector('[data-test-connection-state="CONNECTED"]') !== null;
  const isAtRest = () => document.querySelector('[data-test-script-state="notRunning"]') !== null;
  const root = new URL(".", document.baseURI);

  // The address a link leads to inside the product; undefined for any other, which the browser follows itself.
  function inside(link) {
    if (!link?.href || link.hasAttribute("download") || !["", "_self"].includes(link.target)) return undefined;
    const url = new URL(link.href, document.baseURI);
    if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return undefined;
    const name = url.pathname.slice(root.pathname.length);
    if (name !== "" && !pages.includes(name)) return undefined;
    if (name === pages[0]) url.pathname = root.pathname; // Streamlit knows the first page at the root alone
    const isHere = url.pathname === location.pathname && url.search === location.search;
    return isHere && url.hash ? undefined : url;
  }

  let holding; // where the view is kept

  // Until the page stands: before that it may be too short to be scrolled there.
  function hold(top) {
    const mine = (holding = { top });
    let ends = performance.now() + HOLD;
    const keep = () => {
      if (!isAtRest()) ends = performance.now() + HOLD;
      if (holding !== mine || performance.now() > ends) return;
      scroller()?.scrollTo({ top, behavior: "instant" });
      requestAnimationFrame(keep);
    };
    keep();
  }

  function go(url) {
    history.replaceState({ ...history.state, top: scroller()?.scrollTop ?? 0 }, "");
    history.pushState({ top: 0 }, "", url);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    hold(0);
    announce();
  }

  // A screen reader is told of the new page by the focus on its first heading, once Streamlit has come to rest.
  function announce() {
    const asked = location.href;
    const look = () => {
      if (location.href !== asked) return;
      if (!isAtRest()) return void setTimeout(look, SETTLED);
      const heading = scroller()?.querySelector("h1, h2, h3");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus({ preventScroll: true });
    };
    setTimeout(look, SETTLED);
  }

  addEventListener("click", (event) => {
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (event.defaultPrevented || !isPlain || !isConnected()) return;
    const url = inside(event.composedPath().find((node) => node instanceof HTMLAnchorElement));
    if (!url) return;
    event.preventDefault();
    go(url);
  });

  // Charts follow the link of a mark through an anchor that stands nowhere in the page, so its click reaches nobody.
  const dispatch = HTMLAnchorElement.prototype.dispatchEvent;
  HTMLAnchorElement.prototype.dispatchEvent = function (event) {
    const isPlain = event.type === "click" && !(event.ctrlKey || event.metaKey || event.shiftKey);
    const url = !this.isConnected && isPlain && isConnected() ? inside(this) : undefined;
    if (!url) return dispatch.call(this, event);
    go(url);
    return false;
  };

  addEventListener("popstate", (event) => {
    if (event.isTrusted) hold(event.state?.top ?? 0);
  });
  for (const sign of ["wheel", "keydown", "pointerdown", "touchstart"]) {
    addEventListener(sign, () => (holding = undefined), { passive: true, capture: true });
  }
}
