#include "api/server/second_factor_handles.hpp"

#include "api/server/asked_receipt.hpp"
#include "api/service/second_factor_desk.hpp"

namespace redress::api {
namespace {

AnswerText keeps_none() {
  return fault_text({FaultKind::not_found, {"该存储不保存用户", "this store keeps no users"}});
}

AnswerText guarded(std::function<AnswerText()> const& body) {
  try {
    return body();
  } catch (FaultError const& why) {
    return fault_text(why.fault());
  } catch (std::exception const&) {
    return fault_text({FaultKind::internal, {"内部错误", "something went wrong on our side"}});
  }
}

// Where reads run, two hashes of passwords at once would keep everybody's reads waiting for a second.
rpc::Handle hashing(Desks const& desks, AnswerText (SecondFactorDesk::*method)(DeskCall const&) const) {
  if (!desks.factors) return [](DeskCall const&, AnswerDone const& done) { done(keeps_none()); };
  return [factors = desks.factors, method, aside = desks.hash_passwords](DeskCall call, AnswerDone done) {
    aside([factors, method, call = std::move(call), done = std::move(done)] {
      done(guarded([&] { return (factors->*method)(call); }));
    });
  };
}

rpc::Handle confirming(Desks const& desks, std::string session_secret) {
  auto handle = [factors = desks.factors, session_secret = std::move(session_secret)](DeskCall const& call,
                                                                                      AnswerDone const& done) {
    done(factors ? factors->confirm(call, session_secret) : keeps_none());
  };
  return with_office_entries(std::move(handle), desks.store, desks.audit, desks.later);
}

}  // namespace

void add_second_factor_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks) {
  auto const acts = [&](rpc::Handle handle) {
    return with_office_entries(std::move(handle), desks.store, desks.audit, desks.later);
  };
  handles["second_factor.begin"] = acts(hashing(desks, &SecondFactorDesk::begin));
  handles["second_factor.confirm"] = confirming(desks, {});
  handles["second_factor.remove"] = acts(hashing(desks, &SecondFactorDesk::remove));
}

void add_second_factor_lines(std::map<std::string, rpc::LineHandle, std::less<>>& lines, Desks const& desks) {
  lines["second_factor.confirm"] = [desks](DeskCall call, http::PeerRef const& peer, AnswerDone done) {
    confirming(desks, peer->session)(std::move(call), std::move(done));
  };
}

}  // namespace redress::api
