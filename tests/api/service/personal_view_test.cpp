#include "api/service/personal_view.hpp"

#include "api/service/erasure_list.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace redress::api {
namespace {

TEST(Masked, values_say_enough_to_work_with_and_too_little_to_call) {
  struct Line {
    std::string_view name, text, shown;
  };
  for (auto const& line :
       {Line{"buyer.phone", "13812341234", "138****1234"}, Line{"buyer.phone", "1381234", "****"},
        Line{"buyer.phone", "", "****"}, Line{"buyer.name", "张三丰", "张**"}, Line{"buyer.name", "张", "**"},
        Line{"buyer.nick", "tb_123", "t**"}, Line{"buyer.address", "浙江省杭州市西湖区文三路 1 号", "浙江省杭州市****"},
        Line{"buyer.address", "浙江省杭州市西湖区", "****"}, Line{"buyer.email", "a.b@qq.com", "****@qq.com"},
        Line{"shipments[0].waybill", "SF1234567890", "****7890"}, Line{"buyer.id", "1234567", "****"},
        Line{"something.new", "abcdefgh", "****efgh"}})
    EXPECT_EQ(masked(line.name, line.text), line.shown) << line.name;
}

TEST(Words, are_shown_by_role_and_state) {
  Person person;
  struct Line {
    PersonState state;
    Role role;
    bool may;
  };
  for (auto const& line :
       {Line{PersonState::active, Role::agent, true}, Line{PersonState::active, Role::manager, true},
        Line{PersonState::active, Role::auditor, true}, Line{PersonState::active, Role::admin, false},
        Line{PersonState::restricted, Role::agent, false}, Line{PersonState::restricted, Role::manager, false},
        Line{PersonState::shredded, Role::auditor, false}}) {
    person.state = line.state;
    EXPECT_EQ(may_read_words(person, line.role), line.may) << name_of(line.state) << name_of(line.role);
  }
  for (auto const* name : {"claim.text", "review.text", "note", "message", "override_reason"})
    EXPECT_TRUE(is_words(name)) << name;
  for (auto const* name : {"buyer.phone", "waybill", "review.id", "unknown"}) EXPECT_FALSE(is_words(name)) << name;
}

TEST(ErasureList, keeps_each_erasure_once_and_mends_a_torn_end) {
  auto const file = std::filesystem::temp_directory_path() / ("erasures-" + std::to_string(::getpid()) + ".log");
  std::filesystem::remove(file);
  Erasure const first{"s1", "buyer_a", {1000}, "entry_1", {"case_1", "case_2"}};
  Erasure const second{"s1", "case_3", {2000}, "entry_2", {"case_3"}};
  {
    auto list = ErasureList::open(file).value();
    ASSERT_TRUE(list.append(first));
    ASSERT_TRUE(list.append(first)) << "again is nothing";
    ASSERT_TRUE(list.append(second));
  }
  std::ofstream(file, std::ios::app) << R"({"v":1,"shop":"s1","per)";
  EXPECT_EQ(ErasureList::open(file)->all(), (std::vector{first, second}));
  EXPECT_EQ(ErasureList::open(file)->all(), (std::vector{first, second})) << "the torn line is gone";
  std::ofstream(file, std::ios::app) << "nonsense\n";
  EXPECT_FALSE(ErasureList::open(file).has_value());
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace redress::api
