// All French texts that the scripts show; the others are in index.html.

export const roles = {
  hiteuse: "Hiteuse",
  trainee: "En formation",
  huber: "Huber",
  admin: "Administration",
};

export const words = {
  online: "en ligne",
  connecting: "connexion…",
  typing: "écrit…",
  bot: "Le bot : ",
  me: "Moi : ",
  edited: "modifié",
  choices: "Réponses possibles",
  enlarge: "Agrandir l’image",
  picture: "Image",
  pictureMissing: "L’image n’a pas pu être chargée.",
  audio: "Message audio",
  waiting: "en attente",
  sent: "envoyé",
  read: "reçu",
  failed: "pas envoyé",
  tooBig: "Ce fichier est trop gros : 20 Mo au plus.",
  unreadable: "Ce fichier n’a pas pu être lu.",
  notSent: "Le fichier n’a pas pu être envoyé.",
  serverAway: "Le serveur ne répond pas. On réessaie…",
  noPhone: "Ce téléphone n’existe pas (ou plus).",
  noNewPhone: "Impossible d’ajouter un téléphone pour l’instant. Réessaie dans un moment.",
  noJump: "L’horloge n’a pas pu avancer. Réessaie dans un moment.",
};

export const looks = { telegram: "", whatsapp: " · WhatsApp" };
const of = (name) => (/^(?:[aeiuàâéèêî]|o(?!u[aeiy])|y(?![aeiouy]))/i.test(name) ? `d’${name}` : `de ${name}`);
export const joinHint = (name) => `Écris « lier » sur l’autre téléphone ${of(name)}, puis ici la ligne que tu y lis.`;
export const unread = (n) => `${n} ${n > 1 ? "nouveaux messages" : "nouveau message"}`;
export const clockMoved = (when) => `Il est maintenant : ${when}.`;
export const fileSize = (bytes) =>
  bytes < 1000 ? `${bytes} o` : bytes < 1e6 ? `${Math.round(bytes / 1000)} ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} Mo`;
