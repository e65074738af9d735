// « Autour de moi »: asks the browser where one is, on click only, and searches around there.
// The position is rounded to two decimals (about a kilometre) before it goes anywhere: no address,
// history or log says where somebody lives. Without this module the button stays hidden.
const DECIMALES = 2;

function equiper(bouton) {
  const champ = document.getElementById(bouton.dataset.champ), etat = document.getElementById(`${bouton.id}-etat`);
  const form = bouton.form;
  bouton.hidden = false;

  function chercher(position) {
    const { latitude, longitude } = position.coords;
    etat.textContent = "";
    champ.value = bouton.textContent.trim();
    lieu(form).value = `position:${latitude.toFixed(DECIMALES)},${longitude.toFixed(DECIMALES)}`;
    if (form.requestSubmit) form.requestSubmit(); else form.submit();
  }

  bouton.addEventListener("click", () => {
    etat.textContent = bouton.dataset.attente;
    navigator.geolocation.getCurrentPosition(chercher, () => {
      etat.textContent = bouton.dataset.refus;
      champ.focus();
    }, { maximumAge: 300000, timeout: 15000 });
  });
}

function lieu(form) {
  let champ = form.querySelector("input[type=hidden][name=lieu]");
  if (!champ) {
    champ = document.createElement("input");
    champ.type = "hidden"; champ.name = "lieu";
    form.append(champ);
  }
  return champ;
}

if (navigator.geolocation) document.querySelectorAll("#autour").forEach(equiper);
