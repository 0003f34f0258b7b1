// The form was saved or closed: this tab forgets what keep.js kept.

sessionStorage.clear();
