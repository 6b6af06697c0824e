#include "api/http/lifeline.hpp"

#include <atomic>

namespace redress::api::http {
namespace {

class PendingCall {
 public:
  PendingCall(std::shared_ptr<Lifeline> lifeline, CallOwner& owner) : lifeline_(std::move(lifeline)), owner_(&owner) {}
  PendingCall(PendingCall const&) = delete;
  ~PendingCall() { finish(std::nullopt); }

  void finish(std::optional<std::string> answer) {
    if (finished_.exchange(true)) return;
    lifeline_->run([owner = owner_, answer = std::move(answer)]() mutable { owner->call_answered(std::move(answer)); });
  }

 private:
  std::shared_ptr<Lifeline> lifeline_;
  CallOwner* owner_;  // alive wherever the lifeline runs a job
  std::atomic<bool> finished_ = false;
};

}  // namespace

Reply reply_through(std::shared_ptr<Lifeline> lifeline, CallOwner& owner) {
  auto call = std::make_shared<PendingCall>(std::move(lifeline), owner);
  return [call = std::move(call)](std::string answer) { call->finish(std::move(answer)); };
}

}  // namespace redress::api::http
