#include "api/server/hook_handles.hpp"

namespace redress::api {
namespace {

AnswerText keeps_none(DeskCall const&) {
  return fault_text({FaultKind::not_found, {"该存储不保存网络回调", "this store keeps no webhooks"}});
}

}  // namespace

void add_hook_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const&) {
  for (auto const* name : {"webhook.set", "webhook.list", "webhook.remove", "webhook.rotate", "webhook.deliveries",
                           "webhook.replay", "webhook.test"})
    handles[name] = [](DeskCall const& call, AnswerDone const& done) { done(keeps_none(call)); };
}

}  // namespace redress::api
