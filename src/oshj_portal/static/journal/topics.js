// Of the topics of all plans, those for the chosen lessons. Their headings name the lessons.

const form = document.getElementById("open-lesson");
const lessons = form?.elements.namedItem("assignment");
const topics = form?.elements.namedItem("plan_topic");

function narrow() {
  const chosen = lessons.selectedOptions[0]?.textContent.trim();
  for (const group of topics.querySelectorAll("optgroup")) {
    group.hidden = group.label.trim() !== chosen;
    group.disabled = group.hidden;
  }
  if (topics.selectedOptions[0]?.parentElement.hidden) topics.value = "next";
}

if (lessons && topics) {
  lessons.addEventListener("change", narrow);
  narrow();
}
