// Follows a task of an import: the bar and its sentence, then the whole page once it is done.
const suivi = document.getElementById("suivi");

async function regarder() {
    try {
        const reponse = await fetch(suivi.dataset.adresse, { headers: { Accept: "application/json" } });
        if (reponse.ok) {
            const etat = await reponse.json();
            if (etat.fini) {
                window.location.reload();
                return;
            }
            const barre = suivi.querySelector("progress");
            barre.max = etat.total;
            barre.value = etat.faites;
            suivi.querySelector("[data-phrase]").textContent = etat.phrase;
        }
    } catch {
        // The network may be back at the next try.
    }
    window.setTimeout(regarder, 2000);
}

if (suivi) window.setTimeout(regarder, 1000);
