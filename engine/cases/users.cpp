#include "engine/cases/users.hpp"

#include "engine/cases/store.hpp"

namespace redress {

UserReads* users_of(StoreReader& store) { return dynamic_cast<UserReads*>(&store); }
UserWrites* users_of_writer(StoreWriter& store) { return dynamic_cast<UserWrites*>(&store); }

}  // namespace redress
