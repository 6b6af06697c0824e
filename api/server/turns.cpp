#include "api/server/turns.hpp"

#include "api/rpc/document.hpp"

#include <utility>

namespace redress::api {
namespace {

std::string shop_of_turn(DeskCall const& call, Foresight& foresight) {
  if (!call.actor.shop.empty()) return call.actor.shop;
  if (auto shop = text_of(call.params, "shop"); !shop.empty()) return shop;
  return foresight.shop_of(text_of(call.params, "case_id"));
}

}  // namespace

void put_in_turn(std::map<std::string, rpc::Handle, std::less<>>& handles, ShopQueue& queue, Foresight& foresight) {
  for (auto const& spec : rpc::method_specs()) {
    auto const at = handles.find(spec.name);
    if (!spec.writes || at == handles.end()) continue;
    at->second = [&queue, &foresight, handle = std::move(at->second)](DeskCall call, AnswerDone done) {
      auto const refuse = [&](Fault const& fault) {
        done(fault_text(fault, {{"request_id", text_of(call.params, "request_id")}}));
      };
      auto place = queue.enter(call.actor.shop);
      if (!place) return refuse(place.error());
      if (auto const shop = shop_of_turn(call, foresight); shop != call.actor.shop) {
        auto of_shop = queue.enter(shop);
        if (!of_shop) return refuse(of_shop.error());
        done = [unbound = std::exchange(*place, std::move(*of_shop)),
                done = std::move(done)](AnswerText answer) mutable {
          unbound.reset();
          done(std::move(answer));
        };
      }
      ShopQueue::Turn const turn{std::move(*place)};
      handle(std::move(call), std::move(done));
    };
  }
}

}  // namespace redress::api
