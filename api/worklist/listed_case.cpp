#include "api/worklist/listed_case.hpp"

#include "api/service/case_view.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/worktime_view.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;

// The claim's first line where it names one, else the order's.
std::string title_of(StoreReader& store, Case const& case_) {
  auto const order = store.find_order(case_.shop, case_.platform, case_.order_id);
  if (!order || order->lines.empty()) return {};
  auto line = order->lines.begin();
  if (!case_.claim_lines.empty()) {
    auto const named = std::ranges::find(order->lines, case_.claim_lines.front().id, &OrderLine::id);
    if (named != order->lines.end()) line = named;
  }
  return line->title;
}

std::string nick_of(StoreReader& store, Case const& case_) {
  auto const person = person_behind(store, case_.id);
  if (person && person->state != PersonState::active) return {};
  for (auto const& text : store.personal_of(case_.id))
    if (text.name == "buyer.nick") return masked(text.name, text.text);
  return {};
}

}  // namespace

std::optional<object> listed_view(StoreReader& store, RulebooksInForce const& books, Case const& case_,
                                  Actor const& actor, Instant now, ActorNames& names) {
  auto const* workflow = workflows::find_workflow(case_.kind);
  if (!workflow) return std::nullopt;
  auto view = case_view(case_, *workflow);
  label_case(view);
  names.add_to(view);
  // Only who owes the move has work to plan; for the others the list stays one query.
  if (!case_.final && (!case_.due || case_.due->owed_by == Party::seller))
    if (auto const loaded = load_case(store, books, case_.id, actor)) {
      auto views = due_views(*loaded, now);
      if (views.due) view["due"] = std::move(*views.due);
      if (views.shop_due) view["shop_due"] = std::move(*views.shop_due);
    }
  if (case_.facts.known("claim.amount_minor"))
    view.emplace("amount", to_json(Money{case_.facts.integer("claim.amount_minor"), case_.currency}));
  if (auto title = title_of(store, case_); !title.empty()) view.emplace("title", std::move(title));
  if (auto nick = nick_of(store, case_); !nick.empty()) view.emplace("buyer_nick", std::move(nick));
  return view;
}

}  // namespace redress::api
