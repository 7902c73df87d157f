// JupyterLab's part of a film: it shows the state that an output holds by the player that came with the package,
// never by the script in the notebook. So a film is data, and moves in a notebook that is not trusted, too.
//
// This is the container that JupyterLab's module federation asks for, written by hand; no bundler.
(() => {
  const FILM = "application/vnd.logreg.film+json", VERSION = 1; // as in packed.py
  const here = document.currentScript.src;
  let scope, loaded;

  async function shared(name) {
    const versions = Object.values(scope[name]);
    const get = (versions.find((each) => each.loaded) ?? versions[0]).get;
    return (await get())();
  }

  function player() {
    return (loaded ??= (async () => {
      const style = new URL("player.css", here).href;
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
      return import(new URL("player.js", here).href);
    })());
  }

  async function plugin() {
    const { IRenderMimeRegistry } = await shared("@jupyterlab/rendermime");
    const { Panel } = await shared("@lumino/widgets");
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
    const { JSONExt } = await shared("@lumino/coreutils");

    class Film extends Panel {
      constructor(registry, options) {
        super();
        Object.assign(this, { registry, options });
        this.addClass("jp-RenderedFilm");
      }

      async renderModel(model) {
        const page = [model.data["text/html"]].flat().join(""), packed = page.match(/ data-film="([^"]*)"/)?.[1];
        this.leave?.();
        if (packed && model.data[FILM]?.version === VERSION) {
          const host = Object.assign(document.createElement("div"), { className: "lp-film" });
          host.dataset.film = packed;
          this.node.replaceChildren(host);
          const { mount } = await player();
          const leave = await mount(host, { scope: this.options.resolver?.path ?? "" });
          this.isDisposed ? leave() : (this.leave = leave);
        } else { // of another version: the script that it has brought will do, once the notebook is trusted
          for (const each of [...this.widgets]) each.dispose();
          const html = this.registry.createRenderer("text/html", this.options);
          this.addWidget(html);
          await html.renderModel(model);
        }
      }

      dispose() {
        this.leave?.();
        super.dispose();
      }
    }

    /** A notebook that is stored without the version of its Python is not changed by being told that of the kernel. */
    function staysClean(model) {
      model?.metadataChanged.connect((_, { key, oldValue, newValue }) => {
        if (key !== "language_info" || model.dirty || !oldValue || "version" in oldValue) return;
        const { version, ...rest } = newValue ?? {};
        if (JSONExt.deepEqual(oldValue, rest)) queueMicrotask(() => (model.dirty = false));
      });
    }

    return {
      id: "logreg-films:plugin",
      autoStart: true,
      requires: [IRenderMimeRegistry],
      optional: [INotebookTracker],
      activate(app, registry, notebooks) {
        const createRenderer = (options) => new Film(registry, options);
        registry.addFactory({ safe: true, mimeTypes: [FILM], createRenderer }, -10);
        notebooks?.widgetAdded.connect((_, { context }) => staysClean(context.model));
        player(); // so that the first film need not wait for it, over a slow link
      },
    };
  }

  (window._JUPYTERLAB ??= {})["logreg-films"] = {
    init(given) {
      scope = given;
    },
    async get() {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
