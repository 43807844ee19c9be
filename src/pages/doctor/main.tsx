import { t } from '../../ui/text.ts';
import { startPage } from '../start-page.tsx';
import { Doctor } from './doctor.tsx';

startPage(
  <Doctor preselected={new URLSearchParams(location.search).get('site')} />,
  `${t('doctor_title')} · ${t('extensionName')}`,
);
