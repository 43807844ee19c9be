import { t } from '../../ui/text.ts';
import { startPage } from '../start-page.tsx';
import { Dashboard } from './dashboard.tsx';

startPage(<Dashboard />, t('dash_title', { name: t('extensionName') }));
