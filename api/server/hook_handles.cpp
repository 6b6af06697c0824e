#include "api/server/hook_handles.hpp"

#include "api/server/asked_receipt.hpp"
#include "api/webhooks/hook_desk.hpp"

namespace redress::api {
namespace {

using webhooks::HookDesk;

AnswerText keeps_none(DeskCall const&) {
  return fault_text({FaultKind::not_found, {"该存储不保存网络回调", "this store keeps no webhooks"}});
}

rpc::Handle about(HookDesk const* hooks, AnswerText (HookDesk::*method)(DeskCall const&) const) {
  return [hooks, method](DeskCall const& call, AnswerDone const& done) {
    done(hooks ? (hooks->*method)(call) : keeps_none(call));
  };
}

}  // namespace

void add_hook_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks) {
  auto const acts = [&](AnswerText (HookDesk::*method)(DeskCall const&) const) {
    return with_office_entries(about(desks.hooks, method), desks.store, desks.audit, desks.later);
  };
  handles["webhook.set"] = acts(&HookDesk::set);
  handles["webhook.remove"] = acts(&HookDesk::remove);
  handles["webhook.rotate"] = acts(&HookDesk::rotate);
  handles["webhook.replay"] = acts(&HookDesk::replay);
  handles["webhook.test"] = acts(&HookDesk::test);
  handles["webhook.list"] = about(desks.hooks, &HookDesk::list);
  handles["webhook.deliveries"] = about(desks.hooks, &HookDesk::deliveries);
}

}  // namespace redress::api
