import { t } from '../../ui/text.ts';
import { startPage } from '../start-page.tsx';
import { Popup } from './popup.tsx';

startPage(<Popup />, t('extensionName'));
