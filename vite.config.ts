import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig, type Plugin } from 'vite';
import base from './manifest.json' with { type: 'json' };

type Target = 'chrome' | 'firefox';

/**
 * Hosts that an organisation's own package has from its installation on, instead of asking for each: patterns with spaces
 * between (docs/policy.md). None in what goes to the stores.
 */
const ownHosts = (process.env.INVITE_HOSTS ?? '').split(/\s+/).filter((pattern) => pattern !== '');
const hosts = ownHosts.length > 0 ? { host_permissions: ownHosts } : {};

/** manifest.json is the one source; here it becomes what each browser wants to read. */
function manifestFor(target: Target): ManifestV3Export {
  if (target === 'chrome') {
    return {
      ...base,
      ...hosts,
      minimum_chrome_version: '120',
      // Firefox asks for no schema.
      storage: { managed_schema: 'policy.json' },
    } as ManifestV3Export;
  }
  const { background, ...rest } = base;
  return {
    ...rest,
    ...hosts,
    // Firefox MV3 has event pages instead of service workers.
    background: { scripts: [background.service_worker], type: 'module' },
    browser_specific_settings: {
      gecko: {
        id: 'invite-for-glpi@addons.example.org',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  } as unknown as ManifestV3Export;
}

/**
 * Scripts that are registered at run time need no web access, and listing them would let any page detect
 * the extension. CRXJS lists them all the same (crxjs issue 1130).
 */
function hideContentScripts(): Plugin {
  return {
    name: 'hide-content-scripts',
    enforce: 'post',
    apply: 'build',
    // A CRXJS hook that Vite's own types do not know.
    ...({
      renderCrxManifest(manifest: Record<string, unknown>) {
        delete manifest.web_accessible_resources;
        return manifest;
      },
    } as object),
  };
}

/**
 * CRXJS builds each injected script twice, as a module that nothing loads and as the script itself; icons are drawn as SVG
 * and delivered as PNG; and Vite leaves the spaces in the texts. None of it is worth the download.
 */
function leaveOutWhatNothingLoads(folder: string): Plugin {
  return {
    name: 'leave-out-what-nothing-loads',
    enforce: 'post',
    apply: 'build',
    closeBundle() {
      const files = () =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && /\.(js|html|json|css|svg)$/.test(entry.name))
          .map((entry) => path.join(entry.parentPath, entry.name));
      for (let found = true; found; ) {
        const texts = files().map((file) => [file, readFileSync(file, 'utf8')] as const);
        const unused = texts.filter(
          ([file]) =>
            /[\\/](assets[\\/][^\\/]+\.js|icons[\\/][^\\/]+\.svg)$/.test(file) &&
            !texts.some(([other, text]) => other !== file && text.includes(path.basename(file))),
        );
        for (const [file] of unused) rmSync(file);
        found = unused.length > 0;
      }
      for (const file of files().filter((one) => one.endsWith('messages.json')))
        writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
    },
  };
}

export default defineConfig(({ mode }) => {
  const target = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [
      crx({ manifest: manifestFor(target), browser: target }),
      hideContentScripts(),
      leaveOutWhatNothingLoads(`dist/${target}`),
    ],
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      target: target === 'firefox' ? 'firefox140' : 'chrome120',
      modulePreload: false,
      // Opened by address alone: no entry of the manifest leads to them.
      rollupOptions: {
        // Without a checksum, which differs by the folder that was built in: packages have to be the same anywhere.
        output: {
          entryFileNames: 'assets/[name].js',
          chunkFileNames: 'assets/[name].js',
          assetFileNames: 'assets/[name][extname]',
        },
        input: {
          dashboard: 'src/pages/dashboard/index.html',
          doctor: 'src/pages/doctor/index.html',
          records: 'src/pages/records/index.html',
        },
      },
    },
  };
});
