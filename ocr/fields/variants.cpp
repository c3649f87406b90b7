#include "ocr/fields/variants.h"

#include "capture/utf8.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace dossier::ocr {
namespace {

/// Simplified, traditional, simplified, ... Pairs whose simplified form is also a traditional
/// character of its own (里, 范, 准) are left out.
constexpr std::u32string_view pairs =
    U"国國区區号號证證电電话話业業个個税稅务務资資职職联聯络絡类類种種机機关關签簽发發仅僅为為"
    U"状狀况況单單邮郵编編开開银銀账賬东東龙龍华華声聲内內实實贵貴规規办辦经經复復户戶动動传傳"
    U"长長当當与與对對时時这這无無应應权權续續变變记記计計设設语語门門问問间間阳陽际際陆陸随隨"
    U"页頁预預额額馆館马馬鸟鳥岁歲钱錢铁鐵难難书書义義乐樂买買亿億优優会會伟偉体體债債偿償儿兒"
    U"党黨兴興养養农農冲衝决決净淨减減凤鳳凭憑击擊创創别別刘劉则則剂劑剑劍剧劇劳勞势勢协協卖賣"
    U"卢盧卫衛厂廠厅廳历歷压壓厦廈县縣参參双雙叶葉听聽启啟员員响響团團园園围圍图圖圆圓圣聖场場"
    U"块塊坚堅坛壇墙牆处處备備够夠头頭奖獎妇婦妈媽孙孫学學宁寧宝寶审審宪憲宫宮宾賓寻尋导導寿壽"
    U"将將尔爾尽盡层層属屬岛島币幣师師帐帳带帶帮幫广廣庄莊库庫庆慶张張强強归歸录錄怀懷态態总總"
    U"恒恆戏戲战戰执執扩擴护護报報担擔择擇拥擁挂掛据據换換损損摄攝敌敵数數断斷旧舊显顯晓曉杂雜"
    U"条條来來杨楊极極枪槍柜櫃栋棟树樹样樣桥橋检檢楼樓欢歡欧歐残殘毕畢气氣汇匯汉漢汤湯沟溝没沒"
    U"泽澤洁潔浅淺测測济濟涛濤润潤涨漲渐漸温溫湾灣湿濕满滿滨濱滩灘灭滅灯燈灵靈炼煉烟煙热熱爱愛"
    U"牵牽犹猶独獨狱獄猎獵献獻环環现現珑瓏琼瓊产產画畫疗療盐鹽监監盖蓋盘盤矿礦码碼础礎确確礼禮"
    U"祸禍离離积積称稱稳穩穷窮窃竊竞競笔筆筑築简簡粮糧纪紀红紅级級纯純纳納纸紙线線练練组組细細"
    U"织織终終绍紹结結绝絕统統维維绿綠缴繳网網罗羅罚罰肃肅胜勝脑腦脚腳艺藝节節芜蕪苏蘇苹蘋荐薦"
    U"药藥莲蓮获獲营營萧蕭萨薩蓝藍虑慮虽雖补補装裝见見观觀视視览覽觉覺订訂认認议議许許论論访訪"
    U"评評识識诉訴词詞译譯试試诚誠详詳请請诸諸课課调調谢謝财財责責贤賢败敗货貨质質购購贯貫贸貿"
    U"费費赵趙车車转轉轮輪软軟轻輕载載较較辑輯输輸辽遼达達迁遷过過运運还還进進远遠连連迟遲适適"
    U"选選递遞逻邏遗遺邓鄧邻鄰郑鄭酱醬释釋鉴鑒针針钟鐘钢鋼铜銅锋鋒错錯键鍵镇鎮闭閉闻聞阅閱阵陣"
    U"阶階险險隐隱雾霧静靜韩韓顺順须須领領频頻题題颜顏风風飞飛饭飯饮飲驻駐验驗鱼魚鲁魯鲜鮮黄黃"
    U"齐齊"
    U"构構说說读讀让讓讲講谁誰谈談负負贡貢贝貝贴貼赏賞赔賠赖賴赠贈轨軌轴軸辆輛辈輩边邊迈邁违違"
    U"逊遜钥鑰链鏈铺鋪锁鎖锡錫镜鏡阔闊队隊阴陰陈陳陕陝韦韋顶頂项項顾顧顿頓颗顆饰飾饱飽馈饋骄驕"
    U"骏駿骗騙鸡雞鸣鳴鸿鴻鹏鵬麦麥龄齡严嚴丰豐临臨丽麗举舉乌烏乔喬乡鄉亏虧亚亞亲親仓倉仪儀们們"
    U"众眾伤傷伦倫伪偽侧側侨僑俭儉倾傾储儲兰蘭冈岡写寫军軍冯馮刚剛励勵劲勁勋勳医醫厨廚吴吳吕呂"
    U"吗嗎咏詠哑啞唤喚喷噴嘱囑坏壞坝壩坠墜垄壟垒壘垦墾壶壺夹夾夺奪奋奮妆妝娄婁娱娛娴嫻婴嬰宠寵"
    U"寝寢尘塵尝嘗尧堯岗崗岚嵐岭嶺峡峽崭嶄巩鞏帅帥废廢异異弃棄弯彎弹彈忆憶忧憂怜憐恳懇恼惱悬懸"
    U"惊驚惧懼惩懲扫掃扬揚抚撫抢搶拟擬拦攔拨撥挤擠挥揮捞撈捡撿掷擲搁擱摆擺摇搖敛斂斋齋斩斬旷曠"
    U"昼晝晋晉晒曬晕暈暂暫术術杰傑枢樞枫楓栈棧栏欄标標桩樁桦樺梦夢椭橢榄欖横橫毁毀毙斃氢氫汹洶"
    U"沧滄沪滬沦淪泪淚泼潑泾涇洒灑洼窪浆漿浇澆浊濁浏瀏浓濃涡渦涝澇渊淵渔漁渗滲溃潰溅濺滚滾滞滯"
    U"滤濾潇瀟潜潛濒瀕灿燦炉爐炜煒点點烂爛烛燭烧燒烨燁烩燴焕煥爷爺牍牘狭狹狮獅玛瑪玮瑋琐瑣畅暢"
    U"畴疇痒癢瘫癱皱皺盏盞盗盜睁睜瞒瞞矫矯砖磚砚硯硕碩祯禎禅禪禄祿秽穢竖豎笺箋笼籠筛篩筹籌篮籃"
    U"粪糞紧緊纤纖约約纬緯纲綱纵縱纷紛纹紋纺紡纽紐绅紳绎繹绑綁绒絨绕繞绘繪给給绚絢绢絹绣繡绥綏"
    U"继繼绩績绪緒绫綾绮綺绯緋绳繩绵綿绸綢综綜绽綻缀綴缅緬缆纜缎緞缓緩缔締缘緣缚縛缝縫缩縮缪繆"
    U"罢罷翘翹耸聳聂聶聋聾聪聰肠腸肤膚肾腎肿腫胀脹胁脅胆膽脉脈脸臉舰艦舱艙艳艷芦蘆苇葦苍蒼茎莖"
    U"荆荊荡蕩荣榮莹瑩莺鶯萤螢蒋蔣蓟薊蔷薔虏虜虾蝦蚀蝕蚁蟻蚂螞蛮蠻衔銜袄襖袜襪裤褲触觸誉譽讯訊"
    U"讼訟讽諷诊診诈詐诏詔诗詩诞誕询詢该該误誤诱誘诵誦诺諾谅諒谊誼谋謀谐諧谓謂谦謙谨謹谱譜贞貞"
    U"贩販贪貪贫貧贬貶贮貯贱賤贷貸赁賃赂賂赋賦赌賭赐賜赚賺赛賽趋趨跃躍践踐踊踴躯軀轩軒轰轟辉輝"
    U"辐輻辖轄辙轍辞辭辩辯辫辮迹跡邹鄒酿釀钉釘钓釣钙鈣钛鈦钝鈍钞鈔钦欽钧鈞钮鈕钰鈺钻鑽铃鈴铅鉛"
    U"铝鋁铠鎧铭銘铮錚铲鏟铸鑄销銷锅鍋锈鏽锐銳锣鑼锤錘锦錦锻鍛镀鍍镖鏢镑鎊闯闖闰閏闸閘闹鬧闺閨"
    U"闽閩阀閥阁閣阂閡阎閻阐闡隶隸雏雛韧韌韵韻顷頃顽頑颁頒颂頌颇頗颈頸颐頤颖穎颠顛颤顫飘飄饥飢"
    U"饪飪饺餃饼餅饿餓馅餡馏餾驰馳驱驅驳駁驴驢驶駛驾駕骂罵骆駱骑騎骚騷鲍鮑鳌鰲鸥鷗鸦鴉鸭鴨鹃鵑"
    U"鹅鵝鹤鶴鹭鷺鹰鷹"
    U"丛叢两兩习習从從仑侖兖兗册冊凉涼凯凱劝勸匀勻卧臥厢廂叙敘叠疊垫墊壮壯宽寬屿嶼峄嶧峦巒崂嶗崃崍"
    U"庐廬庞龐弥彌彦彥晖暉枞樅枣棗栖棲栾欒泸瀘浈湞浉溮浑渾浔潯涞淶涟漣涧澗渌淥渑澠溆漵滦灤"
    U"潍濰澜瀾烦煩珲琿瑶瑤瓮甕瓯甌砀碭硚礄碱鹼绛絳缙縉胶膠腾騰舆輿芗薌荥滎荫蔭莱萊萝蘿蓥鎣蔺藺蕲蘄"
    U"蕴蘊讷訥谟謨谯譙贺賀贾賈赉賚赞贊赣贛遥遙邺鄴郏郟郓鄆郧鄖郸鄲镶鑲闵閔阆閬阊閶陇隴陉陘"
    U"颍潁饶饒驿驛骅驊鲅鮁鲤鯉鸠鳩万萬";

/// Simplified, traditional, ...: whose simplified form stands in traditional text too, so that it
/// does not tell the hand.
constexpr std::u32string_view pairs_of_both =
    U"系繫系係后後里裡里裏范範准準云雲制製干乾于於余餘台臺志誌注註周週征徵只隻几幾采採占佔并併雇僱"
    U"托託闲閒"
    U"沈瀋斗鬥愿願游遊钟鍾表錶发髮板闆谷穀舍捨郁鬱松鬆面麵历曆复複症癥汇彙";

const std::unordered_map<char32_t, char32_t>& by_traditional()
{
    static const auto map = [] {
        std::unordered_map<char32_t, char32_t> made;
        for (std::size_t i = 0; i + 1 < pairs_of_both.size(); i += 2)
            made.emplace(pairs_of_both[i + 1], pairs_of_both[i]);
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            made.emplace(pairs[i + 1], pairs[i]);
        return made;
    }();
    return map;
}

/// The first of each pair.
std::unordered_set<char32_t> simplified_of(std::u32string_view table)
{
    std::unordered_set<char32_t> made;
    for (std::size_t i = 0; i < table.size(); i += 2)
        made.insert(table[i]);
    return made;
}

bool is_only_simplified(char32_t character)
{
    static const auto set = simplified_of(pairs);
    return set.contains(character);
}

const std::unordered_map<char32_t, char32_t>& by_simplified()
{
    static const auto map = [] {
        std::unordered_map<char32_t, char32_t> made;
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            made.emplace(pairs[i], pairs[i + 1]);
        return made;
    }();
    return map;
}

} // namespace

char32_t simplified(char32_t character)
{
    const auto found = by_traditional().find(character);
    return found == by_traditional().end() ? character : found->second;
}

char32_t traditional(char32_t character)
{
    const auto found = by_simplified().find(character);
    return found == by_simplified().end() ? character : found->second;
}

bool may_stand_for_traditional(char32_t character)
{
    static const auto in_both = simplified_of(pairs_of_both);
    return is_only_simplified(character) || in_both.contains(character);
}

std::u32string simplified(std::u32string text)
{
    std::ranges::transform(text, text.begin(), [](char32_t c) { return simplified(c); });
    return text;
}

std::u32string traditional(std::u32string text)
{
    std::ranges::transform(text, text.begin(), [](char32_t c) { return traditional(c); });
    return text;
}

Hands count_hands(const std::vector<TextLine>& lines)
{
    Hands hands;
    for (const TextLine& line : lines) {
        for (const Symbol& symbol : line.symbols) {
            const Hands each = count_hands(capture::code_points(symbol.text));
            hands.simplified += each.simplified;
            hands.traditional += each.traditional;
        }
    }
    return hands;
}

bool is_in_one_hand(const std::vector<TextLine>& lines)
{
    const Hands hands = count_hands(lines);
    return std::min(hands.simplified, hands.traditional) * 5 <=
           hands.simplified + hands.traditional;
}

Hands count_hands(std::u32string_view text)
{
    Hands hands;
    for (const char32_t point : text) {
        if (is_only_simplified(point)) ++hands.simplified;
        if (simplified(point) != point) ++hands.traditional;
    }
    return hands;
}

} // namespace dossier::ocr
