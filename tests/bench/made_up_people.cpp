#include "tests/bench/made_up_people.h"

#include "capture/utf8.h"

namespace dossier::bench {
namespace {

std::vector<std::string> characters(std::string_view text)
{
    std::vector<std::string> list;
    for (const char32_t c : capture::code_points(text)) {
        list.push_back(capture::to_utf8(std::u32string_view(&c, 1)));
    }
    return list;
}

/// The commonest more often, as in the register: the first twenty are half of all.
const std::vector<std::string>& surnames()
{
    static const auto list = [] {
        const auto common = characters("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗");
        const auto rest =
            characters("郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭"
                       "廖范汪陆金石戴"
                       "贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
            );
        std::vector<std::string> all;
        for (int i = 0; i < 4; ++i) {
            all.insert(all.end(), common.begin(), common.end());
        }
        all.insert(all.end(), rest.begin(), rest.end());
        for (const char* two : {"欧阳", "司马", "诸葛", "上官"}) {
            all.emplace_back(two);
        }
        return all;
    }();
    return list;
}

const std::vector<std::string>& given()
{
    static const auto list = characters(
        "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红志海燕峰鹏飞雪梅云龙宇浩然子"
        "轩"
        "欣怡晨曦佳琪思远博睿嘉懿俊熙雨桐梓涵一诺若彤诗涵泽洋瑞霖天佑弘毅景行立诚德昌永康振宁家栋庆"
        "春生秋月冬青夏荷宝珍金凤银花玉兰素琴惠兰淑贞翠萍凯旋东升晓光向阳爱民卫东援朝建设新民丰年"
        "琳璐瑶珂瑾瑜璇玥婷婉嫣妍婧媛娅娇姗倩薇蓉菲莹萱芷若蕾菁茜荣莉茹蔓蕊柏松林森杉桦楠榕樟梁栋"
    );
    return list;
}

const std::vector<std::string>& cities()
{
    static const std::vector<std::string> list{
        "浙江省杭州市", "浙江省宁波市", "江苏省南京市", "江苏省苏州市", "广东省广州市",
        "广东省深圳市", "四川省成都市", "湖北省武汉市", "陕西省西安市", "山东省济南市",
        "山东省青岛市", "河南省郑州市", "湖南省长沙市", "福建省厦门市", "辽宁省沈阳市",
        "北京市",       "上海市",       "天津市",       "重庆市",       "安徽省合肥市"};
    return list;
}

const std::vector<std::string>& districts()
{
    static const std::vector<std::string> list{"朝阳区", "海淀区", "西湖区", "余杭区", "鼓楼区",
                                               "玄武区", "天河区", "越秀区", "南山区", "福田区",
                                               "武侯区", "锦江区", "江汉区", "洪山区", "雁塔区",
                                               "历下区", "市南区", "金水区", "岳麓区", "思明区"};
    return list;
}

const std::vector<std::string>& trades()
{
    static const std::vector<std::string> list{
        "信息技术",
        "商贸",
        "科技",
        "建筑工程",
        "餐饮管理",
        "物流",
        "文化传媒",
        "医疗器械",
        "教育咨询",
        "机械制造"};
    return list;
}

} // namespace

std::string MadeUpPeople::digits(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += static_cast<char>('0' + below(10));
    }
    return text;
}

MadeUpPerson MadeUpPeople::next()
{
    MadeUpPerson person;
    person.name = one_of(surnames()) + one_of(given()) + (below(6) > 0 ? one_of(given()) : "");
    person.id_number = digits(17) + "X";
    person.mobile = "13" + digits(9);
    const auto city = one_of(cities());
    person.employer = city.substr(city.size() - 9) + one_of(given()) + one_of(given()) +
                      one_of(trades()) + "有限公司";
    person.address = city + one_of(districts()) + one_of(given()) + one_of(given()) + "路" +
                     std::to_string(1 + below(999)) + "号" + one_of(given()) + one_of(given()) +
                     "花园" + std::to_string(1 + below(30)) + "幢" +
                     std::to_string(101 + below(2000)) + "室";
    return person;
}

} // namespace dossier::bench
