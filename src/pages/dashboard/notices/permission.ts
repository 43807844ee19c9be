import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';

const wanted: browser.Permissions.Permissions = { permissions: ['notifications'] };

export interface NotificationPermission {
  /** Null until the browser has said. */
  readonly isOn: boolean | null;
  /** Asks the user, in the browser's own words; tells whether they said yes. Only straight from a press. */
  readonly askFor: () => Promise<boolean>;
  readonly giveBack: () => Promise<void>;
}

/** Whether the browser lets us show notifications, as it is now: it may be changed in the browser's own settings too. */
export function useNotificationPermission(): NotificationPermission {
  const [isOn, setOn] = useState<boolean | null>(null);
  useEffect(() => {
    const look = () => void browser.permissions.contains(wanted).then(setOn);
    look();
    browser.permissions.onAdded.addListener(look);
    browser.permissions.onRemoved.addListener(look);
    return () => {
      browser.permissions.onAdded.removeListener(look);
      browser.permissions.onRemoved.removeListener(look);
    };
  }, []);
  return {
    isOn,
    async askFor() {
      const given = await browser.permissions.request(wanted).catch(() => false);
      if (given) setOn(true);
      return given;
    },
    async giveBack() {
      await browser.permissions.remove(wanted);
      setOn(false);
    },
  };
}
