import { createApp } from 'vue';
import App from './App.vue';
import { applyTheme } from './shell/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

applyTheme();
createApp(App).mount('#app');
