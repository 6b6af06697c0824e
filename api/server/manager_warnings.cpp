#include "api/server/manager_warnings.hpp"

#include "api/service/scorecards.hpp"
#include "api/service/shop_asked.hpp"
#include "engine/ledger/signed_note.hpp"

#include <algorithm>
#include <chrono>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using namespace std::chrono_literals;

constexpr auto checked_every = 60s;

void add(array& told, std::string_view id, std::string_view zh, std::string_view en, std::size_t count,
         std::string_view method, object params) {
  if (count == 0) return;
  told.push_back(object{{"id", id},
                        {"says", object{{"zh", zh}, {"en", en}}},
                        {"count", count},
                        {"query", object{{"method", method}, {"params", std::move(params)}}}});
}

bool scores(Role role) { return role == Role::manager || role == Role::auditor; }

bool activates_rulebooks(Role role) { return role == Role::manager || role == Role::admin; }

// The newest checkpoint that only its own keys signed; one line, whatever its size.
bool is_unwitnessed(AuditDesk& audit) {
  auto const note = audit.newest_note();
  auto const parsed = note ? ledger::parse_signed_note(*note) : Result<ledger::SignedNote>(ledger::SignedNote{});
  if (!note || !parsed || parsed->signatures.empty()) return false;
  auto const& own = parsed->signatures.front().key_name;
  return std::ranges::all_of(parsed->signatures, [&](auto const& each) { return each.key_name == own; });
}

}  // namespace

struct ManagerWarnings::Conflicts {
  std::mutex mutex = {};
  std::optional<std::chrono::steady_clock::time_point> looked_at = {};
  std::vector<rules::Finding> findings = {};
};

ManagerWarnings::ManagerWarnings(Desks const& desks) : desks_(desks), conflicts_(std::make_shared<Conflicts>()) {}

array ManagerWarnings::of(DeskCall const& call) {
  array told;
  if (call.actor.role == Role::agent) return told;  // it is not for them to open
  add_ledger(call, told);
  add_rulebooks(call, told);
  add_quality(call, told);
  return told;
}

void ManagerWarnings::add_ledger(DeskCall const& call, array& told) const {
  if (desks_.verify_runs) {
    auto const last = desks_.verify_runs->last(call.actor);
    object params;
    if (last) params.emplace("run_id", last->id);
    if (last && last->findings > 0)
      add(told, "ledger_findings", "上次校验发现总账有问题", "the last verification found something wrong",
          last->findings, "audit.verify_progress", params);
    if (last && last->warnings > 0)
      add(told, "ledger_warnings", "上次校验有需要查看的提示", "the last verification has something to look at",
          last->warnings, "audit.verify_progress", params);
  }
  add(told, "unwitnessed", "最新检查点没有见证人的签名", "no witness has signed the newest checkpoint",
      is_unwitnessed(desks_.audit) ? 1 : 0, "audit.checkpoint", {});
}

void ManagerWarnings::add_rulebooks(DeskCall const& call, array& told) {
  auto const state = desks_.rulebooks.state(call.actor);
  add(told, "rulebook_notices", "规则手册有提示（如日历将到期）",
      "the rulebooks have notices, such as a calendar that ends", state.at("notices").as_array().size(), "system.info",
      {});
  if (!activates_rulebooks(call.actor.role)) return;
  auto const now = std::chrono::steady_clock::now();
  std::size_t count = 0;
  bool due = false;
  {
    std::lock_guard const lock(conflicts_->mutex);
    // Whoever is bound to a shop learns of the findings in its file alone; those are told by rules.activate itself.
    count = call.actor.shop.empty() ? conflicts_->findings.size() : 0;
    for (auto const& finding : conflicts_->findings)
      if (!call.actor.shop.empty() && desks_.books.now()->find(finding.file) &&
          desks_.books.now()->find(finding.file)->shop == call.actor.shop)
        ++count;
    due = !conflicts_->looked_at || now - *conflicts_->looked_at >= checked_every;
    if (due) conflicts_->looked_at = now;
  }
  add(told, "rule_conflicts", "规则手册文件有冲突或错误，未能启用",
      "rulebook files conflict or have errors, and are not in force", count, "rules.activate",
      {{"check_only", true}, {"request_id", "check"}});
  if (!due) return;
  desks_.later([folder = desks_.rulebooks.folder(), conflicts = conflicts_] {
    auto const checked = folder.read({});
    std::lock_guard const lock(conflicts->mutex);
    conflicts->findings = checked ? checked->findings : std::vector<rules::Finding>{};
  });
}

void ManagerWarnings::add_quality(DeskCall const& call, array& told) const {
  if (!scores(call.actor.role)) return;
  object params{{"failing", true}};
  auto const shop = shop_named(call);
  if (shop.empty() || !may_see(call.actor, shop)) return;
  params.emplace("shop", shop);
  for (auto const* name : {"from", "to"})
    if (auto const* given = call.params.if_contains(name)) params.emplace(name, *given);
  Scorecards const scorecards{desks_.store, desks_.clock, desks_.ids, desks_.audit};
  auto const answer = boost::json::parse(scorecards.list({call.actor, "quality.list", params})).as_object();
  auto const* result = answer.if_contains("result");
  if (!result) return;
  add(told, "quality_failing", "质检不合格", "scorecards below the mark", result->at("cards").as_array().size(),
      "quality.list", std::move(params));
}

}  // namespace redress::api
