import { t } from '../../ui/text.ts';
import { startPage } from '../start-page.tsx';
import { Welcome } from './welcome.tsx';

startPage(<Welcome preselected={new URLSearchParams(location.search).get('site')} />, t('extensionName'));
